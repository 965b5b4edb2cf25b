package dev.podnet.plain;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.function.BiFunction;
import java.util.function.BinaryOperator;
import java.util.function.Consumer;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Function;
import java.util.function.IntBinaryOperator;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;
import java.util.function.LongFunction;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import java.util.function.ToIntFunction;
import java.util.function.ToLongFunction;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Lambdas, method references and records of every kind, to be rewritten and to do the same as before. */
public final class Sample implements Callable<List<String>> {
  private final String prefix = "p";
  private int calls;

  record Empty() {}

  record Point(int x, long y) {}

  record All(
      boolean a,
      byte b,
      short c,
      char d,
      int e,
      long f,
      float g,
      double h,
      String i,
      int[] j,
      List<Point> k) {
    All {
      k = List.copyOf(k);
    }
  }

  record Generic<T extends Comparable<T>>(T value, Map<String, ? super T> more) {
    record Inner(Object thing) {
      @Override
      public boolean equals(Object other) {
        return other instanceof Inner;
      }

      @Override
      public int hashCode() {
        return 7;
      }
    }

    T greater(T other) {
      BinaryOperator<T> greater = BinaryOperator.maxBy(Comparator.naturalOrder());
      return greater.apply(value, other);
    }
  }

  interface Shape {
    double area();

    private String hidden(String of) {
      return of + " " + area();
    }

    default Supplier<String> shown(String of) {
      return () -> hidden(of);
    }

    static Shape of(double side) {
      return () -> side * side;
    }
  }

  interface Thrower<X extends Exception> {
    void run() throws X;
  }

  enum Sign {
    PLUS {
      @Override
      IntBinaryOperator does() {
        return (a, b) -> a + b;
      }
    },
    MINUS {
      @Override
      IntBinaryOperator does() {
        return (a, b) -> a - b;
      }
    };

    abstract IntBinaryOperator does();
  }

  static class Base {
    protected String say(int times) {
      return "base".repeat(times);
    }
  }

  static final class Derived extends Base {
    @Override
    protected String say(int times) {
      IntFunction<String> upwards = super::say;
      return "derived of " + upwards.apply(times);
    }

    IntFunction<String> reference() {
      return this::say;
    }
  }

  private final class Member {
    private final int number;

    private Member(int number) {
      this.number = number;
    }

    private Supplier<String> text() {
      return () -> prefix + number + calls++;
    }
  }

  /** What all of them give, as text. */
  @Override
  public List<String> call() {
    List<String> out = new ArrayList<>();
    conversions(out);
    references(out);
    captures(out);
    out.addAll(records());
    return out;
  }

  private void conversions(List<String> out) {
    ToLongFunction<Integer> widened = Integer::intValue;
    ToDoubleFunction<Character> character = Character::charValue;
    Function<Integer, Long> boxed = Integer::longValue;
    LongFunction<Object> object = Long::valueOf;
    ToIntFunction<Object> hash = Object::hashCode;
    Function<String, Object> wider = String::trim;
    DoubleUnaryOperator root = Math::sqrt;
    BiFunction<Integer, Integer, Integer> sum = Integer::sum;
    BiFunction<Byte, Short, Long> bytes = Sample::bytes;
    Consumer<List<String>> ignored = list -> list.add("added");
    Consumer<StringBuilder> popped = StringBuilder::length;
    ToLongFunction<Long> same = Long::longValue;
    Consumer<Long> two = Math::abs;
    IntPredicate even = i -> i % 2 == 0;
    two.accept(5L);
    popped.accept(new StringBuilder());
    ignored.accept(out);
    out.add(widened.applyAsLong(3) + " " + character.applyAsDouble('c') + " " + boxed.apply(4) + " "
        + object.apply(5L));
    out.add(hash.applyAsInt("x") + " " + wider.apply(" y ") + " " + root.applyAsDouble(2) + " "
        + sum.apply(6, 7));
    out.add(bytes.apply((byte) 1, (short) 2) + " " + same.applyAsLong(9L) + " " + even.test(4));
  }

  private static long bytes(int a, long b) {
    return a * 1000L + b;
  }

  @SuppressWarnings("PMD")
  private void references(List<String> out) {
    Supplier<List<String>> made = ArrayList::new;
    Function<Collection<String>, List<String>> copied = ArrayList::new;
    IntFunction<String[]> array = String[]::new;
    UnaryOperator<int[]> cloned = int[]::clone;
    Function<Object[], List<Object>> varied = Arrays::asList;
    Supplier<String> bound = prefix::toUpperCase;
    IntFunction<Member> member = Member::new;
    BiFunction<Member, Integer, String> inner = (one, times) -> one.text().get().repeat(times);
    List<String> list = made.get();
    list.add("one");
    out.add(
        copied.apply(list) + " " + array.apply(3).length + " " + cloned.apply(new int[] {4, 5})[1]);
    out.add(varied.apply(new Object[] {1, "2"}) + bound.get() + inner.apply(member.apply(6), 2));
    out.add(new Derived().say(2) + new Derived().reference().apply(1));
    out.add(Stream.of(Sign.values())
        .map(sign -> sign + "" + sign.does().applyAsInt(5, 3))
        .toList()
        .toString());
    out.add(Shape.of(3).shown("square").get());
    Supplier<String> nothing = () -> {
      String none = null;
      Supplier<Integer> length = none::length;
      return "never " + length.get();
    };
    try {
      nothing.get();
    } catch (NullPointerException e) {
      out.add("null is refused");
    }
    Thrower<IOException> thrower = Sample::fail;
    try {
      thrower.run();
    } catch (IOException e) {
      out.add(e.getMessage());
    }
  }

  private static void fail() throws IOException {
    throw new IOException("passed on");
  }

  private void captures(List<String> out) {
    byte a = 1;
    short b = 2;
    char c = '3';
    boolean d = true;
    long e = 5;
    float f = 6;
    double g = 7;
    Object h = "8";
    int[] i = {9};
    Function<Integer, Function<Long, String>> nested =
        x -> y -> prefix + a + b + c + d + e + f + g + h + i[0] + x + y + calls;
    calls = 4;
    out.add(nested.apply(10).apply(11L));
    out.add(IntStream.range(0, 5)
        .boxed()
        .collect(Collectors.toMap(k -> "k" + k, k -> k * e, Long::sum, TreeMap::new))
        .toString());
    Supplier<Supplier<String>> one = () -> () -> "same";
    out.add(one.get() == one.get() ? "one object" : "several");
    Predicate<? super String> wild = Predicate.not(String::isBlank);
    Runnable both = (Runnable & Comparable<Object>) null;
    out.add(wild.test(" ") + " " + both);
  }

  private static List<String> records() {
    All one = new All(
        true,
        (byte) 2,
        (short) 3,
        'd',
        5,
        6L,
        -0.0f,
        Double.NaN,
        null,
        null,
        List.of(new Point(1, 2)));
    All equal = new All(
        true,
        (byte) 2,
        (short) 3,
        'd',
        5,
        6L,
        -0.0f,
        Double.NaN,
        null,
        null,
        List.of(new Point(1, 2)));
    All zero = new All(
        true,
        (byte) 2,
        (short) 3,
        'd',
        5,
        6L,
        0.0f,
        Double.NaN,
        null,
        null,
        List.of(new Point(1, 2)));
    List<Object> all = List.of(
        one,
        equal,
        zero,
        new Empty(),
        new Empty(),
        new Point(1, 2),
        new Point(1, 3),
        new Point(2, 2),
        new Generic<>("a", Map.of("x", 1)),
        new Generic<>("a", Map.of("x", 1)),
        new Generic<>("b", Map.of()),
        new Generic.Inner(1),
        new Generic.Inner(2),
        new Point(Integer.MIN_VALUE, Long.MAX_VALUE),
        "text");
    List<String> out = new ArrayList<>();
    for (Object left : all) {
      StringBuilder row = new StringBuilder(left + " " + left.hashCode());
      all.forEach(right -> row.append(left.equals(right) ? '=' : '.'));
      out.add(row.append(left.equals(null)).toString());
    }
    out.add(new Generic<>("a", Map.of()).greater("b"));
    return out;
  }
}
