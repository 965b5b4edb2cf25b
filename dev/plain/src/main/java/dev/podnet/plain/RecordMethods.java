package dev.podnet.plain;

import java.util.List;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * {@code equals}, {@code hashCode} and {@code toString} of a record as plain code, with the results that
 * {@code java.lang.runtime.ObjectMethods} gives. Each is written where javac has the call to link: the arguments are on the
 * stack (the record, and for {@code equals} the other object), the result is to be left there, and it is returned next.
 */
final class RecordMethods {
  private static final String BUILDER = "java/lang/StringBuilder";

  /**
   * A component of a record.
   *
   * @param name its name
   * @param type its type
   */
  record Component(String name, Type type) {}

  private final String owner;
  private final String simpleName;
  private final List<Component> components;

  RecordMethods(String owner, String simpleName, List<Component> components) {
    this.owner = owner;
    this.simpleName = simpleName;
    this.components = components;
  }

  /** Writes the method of that name. */
  void write(MethodVisitor method, String name) {
    // What javac has loaded for the call: the record, and in equals the other object.
    switch (name) {
      case "hashCode" -> {
        method.visitInsn(Opcodes.POP);
        hashCode(method);
      }
      case "equals" -> {
        method.visitInsn(Opcodes.POP2);
        equals(method);
      }
      case "toString" -> {
        method.visitInsn(Opcodes.POP);
        toString(method);
      }
      default -> throw new IllegalStateException("a method of records that is not known: " + name);
    }
  }

  private void hashCode(MethodVisitor method) {
    method.visitInsn(Opcodes.ICONST_0);
    for (Component component : components) {
      method.visitIntInsn(Opcodes.BIPUSH, 31);
      method.visitInsn(Opcodes.IMUL);
      get(method, component, false);
      if (Conversion.isPrimitive(component.type())) {
        method.visitMethodInsn(
            Opcodes.INVOKESTATIC,
            Conversion.wrapper(component.type()),
            "hashCode",
            Type.getMethodDescriptor(Type.INT_TYPE, component.type()),
            false);
      } else {
        method.visitMethodInsn(
            Opcodes.INVOKESTATIC, "java/util/Objects", "hashCode", "(Ljava/lang/Object;)I", false);
      }
      method.visitInsn(Opcodes.IADD);
    }
  }

  private void equals(MethodVisitor method) {
    Label other = new Label();
    method.visitVarInsn(Opcodes.ALOAD, 0);
    method.visitVarInsn(Opcodes.ALOAD, 1);
    method.visitJumpInsn(Opcodes.IF_ACMPNE, other);
    method.visitInsn(Opcodes.ICONST_1);
    method.visitInsn(Opcodes.IRETURN);
    label(method, other);
    Label same = new Label();
    method.visitVarInsn(Opcodes.ALOAD, 1);
    method.visitTypeInsn(Opcodes.INSTANCEOF, owner);
    unless(method, Opcodes.IFNE, same);
    for (Component component : components) {
      Label next = new Label();
      get(method, component, false);
      get(method, component, true);
      switch (component.type().getSort()) {
        case Type.BOOLEAN, Type.BYTE, Type.SHORT, Type.CHAR, Type.INT ->
          unless(method, Opcodes.IF_ICMPEQ, next);
        case Type.LONG -> {
          method.visitInsn(Opcodes.LCMP);
          unless(method, Opcodes.IFEQ, next);
        }
        case Type.FLOAT, Type.DOUBLE -> {
          method.visitMethodInsn(
              Opcodes.INVOKESTATIC,
              Conversion.wrapper(component.type()),
              "compare",
              Type.getMethodDescriptor(Type.INT_TYPE, component.type(), component.type()),
              false);
          unless(method, Opcodes.IFEQ, next);
        }
        default -> {
          method.visitMethodInsn(
              Opcodes.INVOKESTATIC,
              "java/util/Objects",
              "equals",
              "(Ljava/lang/Object;Ljava/lang/Object;)Z",
              false);
          unless(method, Opcodes.IFNE, next);
        }
      }
    }
    method.visitInsn(Opcodes.ICONST_1);
  }

  /** Returns false unless the jump is taken; goes on where it leads. */
  private static void unless(MethodVisitor method, int jump, Label next) {
    method.visitJumpInsn(jump, next);
    method.visitInsn(Opcodes.ICONST_0);
    method.visitInsn(Opcodes.IRETURN);
    label(method, next);
  }

  private static void label(MethodVisitor method, Label label) {
    method.visitLabel(label);
    // As at the start of the method: the two arguments, and nothing on the stack.
    method.visitFrame(Opcodes.F_SAME, 0, null, 0, null);
  }

  private void toString(MethodVisitor method) {
    method.visitTypeInsn(Opcodes.NEW, BUILDER);
    method.visitInsn(Opcodes.DUP);
    method.visitMethodInsn(Opcodes.INVOKESPECIAL, BUILDER, "<init>", "()V", false);
    String before = simpleName + "[";
    for (Component component : components) {
      append(method, before + component.name() + "=");
      get(method, component, false);
      Type type = component.type();
      Type shown = switch (type.getSort()) {
        case Type.BYTE, Type.SHORT -> Type.INT_TYPE;
        case Type.ARRAY, Type.OBJECT -> Type.getType(Object.class);
        default -> type;
      };
      method.visitMethodInsn(
          Opcodes.INVOKEVIRTUAL,
          BUILDER,
          "append",
          Type.getMethodDescriptor(Type.getObjectType(BUILDER), shown),
          false);
      before = ", ";
    }
    append(method, components.isEmpty() ? before + "]" : "]");
    method.visitMethodInsn(
        Opcodes.INVOKEVIRTUAL, BUILDER, "toString", "()Ljava/lang/String;", false);
  }

  private static void append(MethodVisitor method, String text) {
    method.visitLdcInsn(text);
    method.visitMethodInsn(
        Opcodes.INVOKEVIRTUAL, BUILDER, "append", "(Ljava/lang/String;)L" + BUILDER + ";", false);
  }

  private void get(MethodVisitor method, Component component, boolean ofOther) {
    method.visitVarInsn(Opcodes.ALOAD, ofOther ? 1 : 0);
    if (ofOther) {
      method.visitTypeInsn(Opcodes.CHECKCAST, owner);
    }
    method.visitFieldInsn(
        Opcodes.GETFIELD, owner, component.name(), component.type().getDescriptor());
  }
}
