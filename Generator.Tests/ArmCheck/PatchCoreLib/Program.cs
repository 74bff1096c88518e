using System;
using System.Collections.Generic;
using System.Linq;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace Octavo.PatchCoreLib;

/// <summary>
/// Turns the core library of an x64 machine into one that the Arm64 code generator understands. In the x64 build the methods of
/// <c>System.Runtime.Intrinsics.Arm</c> only throw; in an Arm build each is marked as an intrinsic and calls itself, which is how the code
/// generator knows that it is to be replaced by an instruction.
/// </summary>
internal static class Program
{
    const string IntrinsicAttribute = "System.Runtime.CompilerServices.IntrinsicAttribute";

    static int Main(string[] arguments)
    {
        if (arguments.Length != 2)
        {
            Console.Error.WriteLine("usage: PatchCoreLib SOURCE TARGET");
            return 2;
        }

        using ModuleDefinition module = ModuleDefinition.ReadModule(arguments[0]);
        MethodDefinition constructor = module.GetType(IntrinsicAttribute).Methods.Single(method => method.IsConstructor && !method.IsStatic);
        foreach (MethodDefinition method in ArmMethods(module))
        {
            if (!method.CustomAttributes.Any(attribute => attribute.AttributeType.FullName == IntrinsicAttribute))
            {
                method.CustomAttributes.Add(new CustomAttribute(constructor));
            }

            CallItself(method);
        }

        module.Write(arguments[1]);
        return 0;
    }

    static IEnumerable<MethodDefinition> ArmMethods(ModuleDefinition module) =>
        module.GetTypes()
            .Where(type => Outermost(type).Namespace == "System.Runtime.Intrinsics.Arm" && type.IsClass && !type.IsValueType)
            .SelectMany(type => type.Methods)
            .Where(method => method.IsStatic && method.HasBody && !method.IsConstructor);

    static TypeDefinition Outermost(TypeDefinition type) => type.DeclaringType is null ? type : Outermost(type.DeclaringType);

    static void CallItself(MethodDefinition method)
    {
        MethodReference self = method;
        if (method.HasGenericParameters)
        {
            var instance = new GenericInstanceMethod(method);
            method.GenericParameters.ToList().ForEach(instance.GenericArguments.Add);
            self = instance;
        }

        method.Body = new MethodBody(method);
        ILProcessor il = method.Body.GetILProcessor();
        foreach (ParameterDefinition parameter in method.Parameters)
        {
            il.Emit(OpCodes.Ldarg, parameter);
        }

        il.Emit(OpCodes.Call, self);
        il.Emit(OpCodes.Ret);
    }
}
