package dev.podnet.plain;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.Handle;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.RecordComponentVisitor;
import org.objectweb.asm.Type;

/** Rewrites one class, and makes those that stand for its lambdas. */
final class Rewriter extends ClassVisitor {
  private static final String METAFACTORY = "java/lang/invoke/LambdaMetafactory";
  private static final String OBJECT_METHODS = "java/lang/runtime/ObjectMethods";

  private final SortedMap<String, byte[]> made = new TreeMap<>();
  private final List<RecordMethods.Component> components = new ArrayList<>();
  private String name;
  private String host;
  private String simpleName;
  private int version;
  private boolean isInterface;
  private boolean changed;

  Rewriter(ClassVisitor next) {
    super(Opcodes.ASM9, next);
  }

  /** Whether the class is another now. */
  boolean changed() {
    return changed;
  }

  /** The classes made for its lambdas, by name. */
  SortedMap<String, byte[]> made() {
    return made;
  }

  /** The host of its nest (JVMS 4.7.28), which may be the class itself. */
  String host() {
    return host;
  }

  @Override
  public void visit(
      int version,
      int access,
      String name,
      String signature,
      String superName,
      String[] interfaces) {
    this.version = version;
    this.name = name;
    host = name;
    simpleName = name.substring(name.lastIndexOf('/') + 1);
    isInterface = (access & Opcodes.ACC_INTERFACE) != 0;
    super.visit(version, access, name, signature, superName, interfaces);
  }

  @Override
  public void visitNestHost(String nestHost) {
    host = nestHost;
    super.visitNestHost(nestHost);
  }

  @Override
  public void visitInnerClass(String inner, String outer, String innerName, int access) {
    if (inner.equals(name)) {
      simpleName = innerName == null ? "" : innerName;
    }
    super.visitInnerClass(inner, outer, innerName, access);
  }

  @Override
  public RecordComponentVisitor visitRecordComponent(
      String component, String descriptor, String signature) {
    components.add(new RecordMethods.Component(component, Type.getType(descriptor)));
    return super.visitRecordComponent(component, descriptor, signature);
  }

  @Override
  public MethodVisitor visitMethod(
      int access, String method, String descriptor, String signature, String[] exceptions) {
    return new MethodVisitor(
        Opcodes.ASM9, super.visitMethod(access, method, descriptor, signature, exceptions)) {
      @Override
      public void visitInvokeDynamicInsn(
          String called, String type, Handle bootstrap, Object... arguments) {
        if (bootstrap.getOwner().equals(METAFACTORY) && bootstrap.getName().equals("metafactory")) {
          lambda(mv, called, type, arguments);
        } else if (bootstrap.getOwner().equals(OBJECT_METHODS)) {
          changed = true;
          new RecordMethods(name, simpleName, components).write(mv, called);
        } else {
          super.visitInvokeDynamicInsn(called, type, bootstrap, arguments);
        }
      }
    };
  }

  private void lambda(MethodVisitor method, String called, String type, Object... arguments) {
    changed = true;
    String plain = name + Folder.MARK + made.size();
    PlainClass lambda = new PlainClass(
        plain,
        new PlainClass.Place(name, host, isInterface, version),
        called,
        Type.getMethodType(type),
        (Type) arguments[0],
        (Handle) arguments[1],
        (Type) arguments[2]);
    made.put(plain, lambda.bytes());
    lambda.writeCall(method);
  }
}
