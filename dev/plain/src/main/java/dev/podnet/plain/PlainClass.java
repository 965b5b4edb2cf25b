package dev.podnet.plain;

import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Handle;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * The class that stands for one lambda or method reference: what {@code LambdaMetafactory.metafactory} would make when it is
 * first used. It is a member of the nest of the class it comes from, so it may call what is private there.
 */
final class PlainClass {
  private static final String OBJECT = "java/lang/Object";
  /** The one object of a lambda that captures nothing. */
  private static final String ONE = "ONE";

  /**
   * Where the lambda stands.
   *
   * @param owner the class
   * @param host the host of its nest
   * @param isInterface whether the class is an interface
   * @param version of its format
   */
  record Place(String owner, String host, boolean isInterface, int version) {}

  private final String name;
  private final Place place;
  private final String called;
  private final Type captured;
  private final Type erased;
  private final Handle target;
  private final Type instantiated;

  /**
   * A lambda.
   *
   * @param name the internal name of the class to make
   * @param place where it stands
   * @param called the name of the method of the functional interface
   * @param captured from what is captured to the functional interface
   * @param erased the type of its method, erased
   * @param target what it calls
   * @param instantiated the type of its method as it is used here
   */
  PlainClass(
      String name,
      Place place,
      String called,
      Type captured,
      Type erased,
      Handle target,
      Type instantiated) {
    this.name = name;
    this.place = place;
    this.called = called;
    this.captured = captured;
    this.erased = erased;
    this.target = target;
    this.instantiated = instantiated;
  }

  /** Writes what stands where the lambda was: what it captures is on the stack, the object is to be left there. */
  void writeCall(MethodVisitor method) {
    if (captured.getArgumentTypes().length == 0) {
      method.visitFieldInsn(
          Opcodes.GETSTATIC, name, ONE, captured.getReturnType().getDescriptor());
    } else {
      method.visitMethodInsn(Opcodes.INVOKESTATIC, name, "of", captured.getDescriptor(), false);
    }
  }

  byte[] bytes() {
    ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
    String[] interfaces = {captured.getReturnType().getInternalName()};
    writer.visit(
        place.version(),
        Opcodes.ACC_FINAL | Opcodes.ACC_SUPER | Opcodes.ACC_SYNTHETIC,
        name,
        null,
        OBJECT,
        interfaces);
    writer.visitNestHost(place.host());
    Type[] types = captured.getArgumentTypes();
    for (int i = 0; i < types.length; i++) {
      writer.visitField(
          Opcodes.ACC_PRIVATE | Opcodes.ACC_FINAL, field(i), types[i].getDescriptor(), null, null);
    }
    constructor(writer, types);
    if (types.length == 0) {
      one(writer);
    } else {
      of(writer, types);
    }
    method(writer, types);
    writer.visitEnd();
    return writer.toByteArray();
  }

  private static String field(int i) {
    return "captured" + i;
  }

  private static String constructorType(Type... types) {
    return Type.getMethodDescriptor(Type.VOID_TYPE, types);
  }

  private void constructor(ClassWriter writer, Type... types) {
    MethodVisitor method =
        writer.visitMethod(Opcodes.ACC_PRIVATE, "<init>", constructorType(types), null, null);
    method.visitCode();
    method.visitVarInsn(Opcodes.ALOAD, 0);
    method.visitMethodInsn(Opcodes.INVOKESPECIAL, OBJECT, "<init>", "()V", false);
    int local = 1;
    for (int i = 0; i < types.length; i++) {
      method.visitVarInsn(Opcodes.ALOAD, 0);
      method.visitVarInsn(types[i].getOpcode(Opcodes.ILOAD), local);
      method.visitFieldInsn(Opcodes.PUTFIELD, name, field(i), types[i].getDescriptor());
      local += types[i].getSize();
    }
    end(method, Opcodes.RETURN);
  }

  private void one(ClassWriter writer) {
    String type = captured.getReturnType().getDescriptor();
    writer.visitField(Opcodes.ACC_STATIC | Opcodes.ACC_FINAL, ONE, type, null, null);
    MethodVisitor method = writer.visitMethod(Opcodes.ACC_STATIC, "<clinit>", "()V", null, null);
    method.visitCode();
    create(method);
    method.visitMethodInsn(Opcodes.INVOKESPECIAL, name, "<init>", "()V", false);
    method.visitFieldInsn(Opcodes.PUTSTATIC, name, ONE, type);
    end(method, Opcodes.RETURN);
  }

  private void of(ClassWriter writer, Type... types) {
    MethodVisitor method =
        writer.visitMethod(Opcodes.ACC_STATIC, "of", captured.getDescriptor(), null, null);
    method.visitCode();
    create(method);
    int local = 0;
    for (Type type : types) {
      method.visitVarInsn(type.getOpcode(Opcodes.ILOAD), local);
      local += type.getSize();
    }
    method.visitMethodInsn(Opcodes.INVOKESPECIAL, name, "<init>", constructorType(types), false);
    end(method, Opcodes.ARETURN);
  }

  private void create(MethodVisitor method) {
    method.visitTypeInsn(Opcodes.NEW, name);
    method.visitInsn(Opcodes.DUP);
  }

  private static void end(MethodVisitor method, int instruction) {
    method.visitInsn(instruction);
    method.visitMaxs(0, 0);
    method.visitEnd();
  }

  private void method(ClassWriter writer, Type... types) {
    MethodVisitor method =
        writer.visitMethod(Opcodes.ACC_PUBLIC, called, erased.getDescriptor(), null, null);
    method.visitCode();
    boolean creates = target.getTag() == Opcodes.H_NEWINVOKESPECIAL;
    if (creates) {
      method.visitTypeInsn(Opcodes.NEW, target.getOwner());
      method.visitInsn(Opcodes.DUP);
    }
    Type[] wanted = wanted();
    for (int i = 0; i < types.length; i++) {
      method.visitVarInsn(Opcodes.ALOAD, 0);
      method.visitFieldInsn(Opcodes.GETFIELD, name, field(i), types[i].getDescriptor());
      Conversion.write(method, types[i], types[i], wanted[i]);
    }
    Type[] given = erased.getArgumentTypes();
    Type[] known = instantiated.getArgumentTypes();
    int local = 1;
    for (int i = 0; i < given.length; i++) {
      method.visitVarInsn(given[i].getOpcode(Opcodes.ILOAD), local);
      Conversion.write(method, given[i], known[i], wanted[types.length + i]);
      local += given[i].getSize();
    }
    call(method);
    Type result =
        creates ? Type.getObjectType(target.getOwner()) : Type.getReturnType(target.getDesc());
    giveBack(method, result);
    method.visitMaxs(0, 0);
    method.visitEnd();
  }

  /** What the target takes, the object that has the method first. */
  private Type[] wanted() {
    Type[] arguments = Type.getArgumentTypes(target.getDesc());
    if (target.getTag() == Opcodes.H_INVOKESTATIC
        || target.getTag() == Opcodes.H_NEWINVOKESPECIAL) {
      return arguments;
    }
    Type[] all = new Type[arguments.length + 1];
    all[0] = Type.getObjectType(target.getOwner());
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    return all;
  }

  private void call(MethodVisitor method) {
    int instruction = switch (target.getTag()) {
      case Opcodes.H_INVOKESTATIC -> Opcodes.INVOKESTATIC;
      case Opcodes.H_NEWINVOKESPECIAL -> Opcodes.INVOKESPECIAL;
      case Opcodes.H_INVOKEINTERFACE -> Opcodes.INVOKEINTERFACE;
      // A private method of the class itself; from another class of the nest it is called as any
      // other (JEP 181).
      case Opcodes.H_INVOKESPECIAL ->
        target.isInterface() ? Opcodes.INVOKEINTERFACE : Opcodes.INVOKEVIRTUAL;
      case Opcodes.H_INVOKEVIRTUAL -> Opcodes.INVOKEVIRTUAL;
      default -> throw new IllegalStateException("a target that is not known: " + target);
    };
    method.visitMethodInsn(
        instruction, target.getOwner(), target.getName(), target.getDesc(), target.isInterface());
  }

  private void giveBack(MethodVisitor method, Type result) {
    Type wanted = erased.getReturnType();
    if (wanted.equals(Type.VOID_TYPE)) {
      if (result.getSize() > 0) {
        method.visitInsn(result.getSize() == 2 ? Opcodes.POP2 : Opcodes.POP);
      }
      method.visitInsn(Opcodes.RETURN);
      return;
    }
    Conversion.write(method, result, result, wanted);
    method.visitInsn(wanted.getOpcode(Opcodes.IRETURN));
  }
}
