package dev.podnet.resolve;

import dev.podnet.source.Located;
import dev.podnet.source.Span;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** Whether two values that came from a text say the same, wherever they stand. */
final class SameContent {

  private SameContent() {}

  /** Compares records by their components, lists by their elements; places are all alike. */
  static boolean of(Object a, Object b) {
    if (a instanceof Span && b instanceof Span) {
      return true;
    }
    if (a instanceof Located<?> x && b instanceof Located<?> y) {
      return of(x.value(), y.value());
    }
    if (a instanceof Optional<?> x && b instanceof Optional<?> y) {
      return x.isPresent() == y.isPresent() && (x.isEmpty() || of(x.get(), y.get()));
    }
    if (a instanceof List<?> x && b instanceof List<?> y) {
      return lists(x, y);
    }
    if (a instanceof Record && a.getClass() == b.getClass()) {
      return records(a, b);
    }
    return a.equals(b);
  }

  private static boolean lists(List<?> a, List<?> b) {
    if (a.size() != b.size()) {
      return false;
    }
    Iterator<?> others = b.iterator();
    for (Object element : a) {
      if (!of(element, others.next())) {
        return false;
      }
    }
    return true;
  }

  private static boolean records(Object a, Object b) {
    for (RecordComponent component : a.getClass().getRecordComponents()) {
      if (!of(value(component, a), value(component, b))) {
        return false;
      }
    }
    return true;
  }

  private static Object value(RecordComponent component, Object record) {
    try {
      return component.getAccessor().invoke(record);
    } catch (IllegalAccessException | InvocationTargetException e) {
      throw new IllegalStateException("cannot read " + component, e);
    }
  }
}
