package dev.podnet.syntax;

import dev.podnet.source.Located;
import dev.podnet.source.Span;
import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** A syntax tree as text, without places: one line a record, what stands in it indented. */
final class TreeText {

  private TreeText() {}

  static String of(SpecFile spec) {
    StringBuilder text = new StringBuilder();
    spec.statements().forEach(statement -> record((Record) statement, "", text));
    return text.toString();
  }

  static String of(Record record) {
    StringBuilder text = new StringBuilder();
    record(record, "", text);
    return text.toString();
  }

  private static void record(Record record, String indent, StringBuilder text) {
    StringBuilder below = new StringBuilder();
    text.append(indent).append(record.getClass().getSimpleName());
    for (RecordComponent component : record.getClass().getRecordComponents()) {
      Object value = value(record, component);
      if (value instanceof Span) {
        continue;
      }
      if (value instanceof List<?> list && !list.isEmpty() && isTree(list.get(0))) {
        list.forEach(item -> record((Record) item, indent + "  ", below));
      } else if (isTree(value)) {
        record((Record) value, indent + "  ", below);
      } else if (!inline(value).isEmpty()) {
        text.append(' ').append(component.getName()).append('=').append(inline(value));
      }
    }
    text.append('\n').append(below);
  }

  private static Object value(Record record, RecordComponent component) {
    try {
      component.getAccessor().setAccessible(true);
      return component.getAccessor().invoke(record);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static boolean isTree(Object value) {
    return value instanceof Record
        && value.getClass().getPackage().equals(TreeText.class.getPackage())
        && !(value instanceof LabelPair);
  }

  private static String inline(Object value) {
    if (value instanceof Located<?> located) {
      return inline(located.value());
    }
    if (value instanceof LabelPair label) {
      return label.key().value() + "=" + label.value().value();
    }
    if (value instanceof Optional<?> optional) {
      return optional.isEmpty()
          ? ""
          : optional.get() instanceof Record r && isTree(r)
              ? "(" + of(r).strip() + ")"
              : inline(optional.get());
    }
    if (value instanceof List<?> list) {
      return list.stream().map(TreeText::inline).collect(Collectors.joining(",", "[", "]"));
    }
    return String.valueOf(value);
  }
}
