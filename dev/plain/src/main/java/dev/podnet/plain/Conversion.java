package dev.podnet.plain;

import java.util.Map;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/** Conversions of a value on the stack, as {@code java.lang.invoke.LambdaMetafactory} describes them. */
final class Conversion {
  private static final String OBJECT = "java/lang/Object";
  private static final Map<Type, String> WRAPPERS = Map.of(
      Type.BOOLEAN_TYPE, "java/lang/Boolean",
      Type.BYTE_TYPE, "java/lang/Byte",
      Type.SHORT_TYPE, "java/lang/Short",
      Type.CHAR_TYPE, "java/lang/Character",
      Type.INT_TYPE, "java/lang/Integer",
      Type.LONG_TYPE, "java/lang/Long",
      Type.FLOAT_TYPE, "java/lang/Float",
      Type.DOUBLE_TYPE, "java/lang/Double");

  private Conversion() {}

  static boolean isPrimitive(Type type) {
    return WRAPPERS.containsKey(type);
  }

  /** The internal name of the class that wraps a primitive type. */
  static String wrapper(Type primitive) {
    return WRAPPERS.get(primitive);
  }

  /**
   * Converts.
   *
   * @param method where to write
   * @param from what is on the stack
   * @param known what it is known to be besides, such as the {@code Integer} that an {@code Object} holds
   * @param to what is wanted there
   */
  static void write(MethodVisitor method, Type from, Type known, Type to) {
    if (from.equals(to)) {
      return;
    }
    if (isPrimitive(from)) {
      if (isPrimitive(to)) {
        widen(method, from, to);
      } else {
        Type boxed = Type.getObjectType(wrapper(from));
        method.visitMethodInsn(
            Opcodes.INVOKESTATIC,
            wrapper(from),
            "valueOf",
            Type.getMethodDescriptor(boxed, from),
            false);
      }
    } else if (isPrimitive(to)) {
      Type held = held(known, to);
      cast(method, from, Type.getObjectType(wrapper(held)));
      method.visitMethodInsn(
          Opcodes.INVOKEVIRTUAL,
          wrapper(held),
          held.getClassName() + "Value",
          Type.getMethodDescriptor(held),
          false);
      widen(method, held, to);
    } else {
      cast(method, from, to);
    }
  }

  /** The primitive type that the object is known to wrap, else the one that is wanted. */
  private static Type held(Type known, Type to) {
    return WRAPPERS.entrySet().stream()
        .filter(one -> one.getValue().equals(known.getInternalName()))
        .map(Map.Entry::getKey)
        .findFirst()
        .orElse(to);
  }

  private static void cast(MethodVisitor method, Type from, Type to) {
    if (!from.equals(to) && !to.getInternalName().equals(OBJECT)) {
      method.visitTypeInsn(Opcodes.CHECKCAST, to.getInternalName());
    }
  }

  /** A widening primitive conversion (JLS 5.1.2). */
  private static void widen(MethodVisitor method, Type from, Type to) {
    boolean fromInt = from.getSort() <= Type.INT;
    if (from.equals(to) || fromInt && to.getSort() <= Type.INT) {
      return;
    }
    int instruction = switch (from.getSort() + " " + to.getSort()) {
      case Type.LONG + " " + Type.FLOAT -> Opcodes.L2F;
      case Type.LONG + " " + Type.DOUBLE -> Opcodes.L2D;
      case Type.FLOAT + " " + Type.DOUBLE -> Opcodes.F2D;
      default ->
        switch (to.getSort()) {
          case Type.LONG -> Opcodes.I2L;
          case Type.FLOAT -> Opcodes.I2F;
          case Type.DOUBLE -> Opcodes.I2D;
          default -> throw new IllegalStateException("no widening from " + from + " to " + to);
        };
    };
    method.visitInsn(instruction);
  }
}
