package org.trunkline.plugin.internal.link;

import static java.lang.classfile.ClassFile.ACC_FINAL;
import static java.lang.classfile.ClassFile.ACC_PUBLIC;
import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.INIT_NAME;
import static java.lang.constant.ConstantDescs.MTD_void;

import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;

/** Generates the access to a record's components and constructor, as javac would compile it. */
final class RecordAccessGenerator {
    private static final ClassDesc ACCESS = describe(RecordAccess.class);
    private static final ClassDesc SELF = ClassDesc.of(RecordAccess.class.getPackageName(), "GeneratedAccess");
    private static final ClassDesc VALUES = CD_Object.arrayType();

    private final ClassDesc type;
    private final RecordComponent[] components;

    private RecordAccessGenerator(Class<?> type) {
        this.type = describe(type);
        components = type.getRecordComponents();
    }

    /** @throws IllegalArgumentException if the record or its constructor is not public, or not seen from here */
    static RecordAccess generate(Class<?> type) {
        try {
            var types = Arrays.stream(type.getRecordComponents()).map(RecordComponent::getType).toArray(Class<?>[]::new);
            if (!Modifier.isPublic(type.getModifiers()) || !Modifier.isPublic(type.getDeclaredConstructor(types).getModifiers()))
                throw new IllegalArgumentException("cannot cross a process: " + type.getName() + " is not public");
            if (Class.forName(type.getName(), false, RecordAccess.class.getClassLoader()) != type)
                throw new IllegalArgumentException("cannot cross a process: another " + type.getName());
            return (RecordAccess) MethodHandles.lookup().defineHiddenClass(new RecordAccessGenerator(type).bytes(), true)
                    .lookupClass().getDeclaredConstructor().newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException("cannot cross a process: " + type.getName(), e);
        }
    }

    private byte[] bytes() {
        return ClassFile.of().build(SELF, made -> made.withFlags(ACC_PUBLIC | ACC_FINAL).withInterfaceSymbols(ACCESS)
                .withMethodBody(INIT_NAME, MTD_void, ACC_PUBLIC,
                        code -> code.aload(0).invokespecial(CD_Object, INIT_NAME, MTD_void).return_())
                .withMethodBody("take", MethodTypeDesc.of(ConstantDescs.CD_void, CD_Object, VALUES), ACC_PUBLIC, this::take)
                .withMethodBody("make", MethodTypeDesc.of(CD_Object, VALUES), ACC_PUBLIC, this::make));
    }

    private void take(CodeBuilder code) {
        code.aload(1).checkcast(type).astore(3);
        for (int i = 0; i < components.length; i++) {
            var of = components[i].getType();
            code.aload(2).loadConstant(i).aload(3)
                    .invokevirtual(type, components[i].getAccessor().getName(), MethodTypeDesc.of(describe(of)));
            if (of.isPrimitive())
                code.invokestatic(boxed(of), "valueOf", MethodTypeDesc.of(boxed(of), describe(of)));
            code.aastore();
        }
        code.return_();
    }

    private void make(CodeBuilder code) {
        code.new_(type).dup();
        for (int i = 0; i < components.length; i++) {
            var of = components[i].getType();
            code.aload(1).loadConstant(i).aaload();
            if (of.isPrimitive())
                code.checkcast(boxed(of)).invokevirtual(boxed(of), of.getName() + "Value", MethodTypeDesc.of(describe(of)));
            else
                code.checkcast(describe(of));
        }
        var types = Arrays.stream(components).map(each -> describe(each.getType())).toArray(ClassDesc[]::new);
        code.invokespecial(type, INIT_NAME, MethodTypeDesc.of(ConstantDescs.CD_void, types)).areturn();
    }

    private static ClassDesc boxed(Class<?> primitive) {
        return describe(MethodType.methodType(primitive).wrap().returnType());
    }

    private static ClassDesc describe(Class<?> type) {
        return ClassDesc.ofDescriptor(type.descriptorString());
    }
}
