using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Xml.Linq;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace Octavo.PatchCoreLib;

/// <summary>
/// Turns the core library of an x64 machine into one that the Arm64 code generator understands. In the x64 build the methods of
/// <c>System.Runtime.Intrinsics.Arm</c> only throw; in an Arm build each is marked as an intrinsic and calls itself, which is how the code
/// generator knows that it is to be replaced by an instruction. What is supported is written into the library, since nothing here would answer.
/// </summary>
internal static class Program
{
    const string Intrinsics = "System.Runtime.Intrinsics.";
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
        foreach (MethodDefinition method in IntrinsicsOf(module, "X86").Where(IsSupported))
        {
            Return(method, false);
        }

        foreach (MethodDefinition method in IntrinsicsOf(module, "Arm"))
        {
            if (IsSupported(method))
            {
                Return(method, Outermost(method.DeclaringType).Name is "ArmBase" or "AdvSimd" or "Dp");
            }
            else
            {
                if (!method.CustomAttributes.Any(IsIntrinsic))
                {
                    method.CustomAttributes.Add(new CustomAttribute(constructor));
                }

                CallItself(method);
            }
        }

        ForgetSubstitutions(module);
        module.Write(arguments[1]);
        return 0;
    }

    /// <summary>The library carries orders for trimmers, among them that no Arm instruction is supported.</summary>
    static void ForgetSubstitutions(ModuleDefinition module)
    {
        EmbeddedResource resource = module.Resources.OfType<EmbeddedResource>().Single(r => r.Name == "ILLink.Substitutions.xml");
        XDocument substitutions = XDocument.Load(resource.GetResourceStream());
        substitutions.Descendants("type").Where(type => ((string?)type.Attribute("fullname"))?.StartsWith(Intrinsics, StringComparison.Ordinal) == true).Remove();
        module.Resources.Remove(resource);
        module.Resources.Add(new EmbeddedResource(resource.Name, resource.Attributes, Encoding.UTF8.GetBytes(substitutions.ToString())));
    }

    static IEnumerable<MethodDefinition> IntrinsicsOf(ModuleDefinition module, string architecture) =>
        module.GetTypes()
            .Where(type => Outermost(type).Namespace == Intrinsics + architecture && type.IsClass && !type.IsValueType)
            .SelectMany(type => type.Methods)
            .Where(method => method.IsStatic && method.HasBody && !method.IsConstructor);

    static bool IsSupported(MethodDefinition method) => method.Name == "get_IsSupported";

    static bool IsIntrinsic(CustomAttribute attribute) => attribute.AttributeType.FullName == IntrinsicAttribute;

    /// <summary>Makes a method return a constant, and the code generator believe its body.</summary>
    static void Return(MethodDefinition method, bool value)
    {
        foreach (CustomAttribute attribute in method.CustomAttributes.Where(IsIntrinsic).ToArray())
        {
            method.CustomAttributes.Remove(attribute);
        }

        method.Body = new MethodBody(method);
        ILProcessor il = method.Body.GetILProcessor();
        il.Emit(value ? OpCodes.Ldc_I4_1 : OpCodes.Ldc_I4_0);
        il.Emit(OpCodes.Ret);
    }

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
