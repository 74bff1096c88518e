using System;
using System.Collections.Generic;
using System.Linq;
using Octavo.Compiler.Codegen.Writing;

namespace Octavo.Compiler.Codegen;

/// <summary>Writes the body of a fusion: a statement per step, on registers of any width.</summary>
internal sealed class FusionCode
{
    private readonly CodeWriter _code;
    private readonly IReadOnlyList<Value> _inputs;

    /// <summary>The expression of each value, by its number.</summary>
    private readonly List<string> _values = [];

    private FusionCode(CodeWriter code, Node node)
    {
        _code = code;
        _inputs = node.Inputs!;
    }

    /// <summary>The inputs that are read from memory, in order; the others are numbers in the code.</summary>
    public static IReadOnlyList<Value> InMemory(Node node) => node.Inputs.Where(v => !IsNumber(v!)).ToArray()!;

    public static void Write(CodeWriter code, Node node, string name)
    {
        using (code.Block($"internal readonly struct {name} : octavo::IFusion"))
        {
            code.Line("[global::System.Runtime.CompilerServices.MethodImpl(global::System.Runtime.CompilerServices.MethodImplOptions.AggressiveInlining)]");
            code.Line("public static void Invoke<T>(byte** x, byte* y)");
            using (code.Block("    where T : struct, octavo::IFloatLanes<T>"))
            {
                new FusionCode(code, node).WriteSteps(((Fusion)node.Op).Steps);
            }
        }
    }

    private static bool IsNumber(Value value) => value is { IsConstant: true, Shape.Length: 1, Type: { Element: ElementType.Float32, IsQuantized: false } };

    private void WriteSteps(IReadOnlyList<FusedStep> steps)
    {
        int pointer = 0;
        foreach (Value input in _inputs)
        {
            _values.Add(IsNumber(input) ? Number(input.Data!.As<float>()[0]) : $"x{pointer}");
            if (!IsNumber(input))
            {
                _code.Line($"T x{pointer} = {Load(input.Type.Element, $"x[{pointer}]")};");
                pointer++;
            }
        }

        for (int i = 0; i < steps.Count; i++)
        {
            string name = $"v{i}";
            _code.Line($"T {name} = {Expression(steps, i)};");
            _values.Add(name);
        }

        FusedStep last = steps[steps.Count - 1];
        string result = _values[_values.Count - 1];
        _code.Line(last.Type.Quantization switch
        {
            null => $"{result}.Store((float*)y);",
            { ZeroPoint: 0 } => $"{result}.{Store(last.Type.Element)};",
            { ZeroPoint: var zero } => $"({result} + {Number(zero)}).{Store(last.Type.Element)};",
        });
    }

    private string Expression(IReadOnlyList<FusedStep> steps, int index)
    {
        FusedStep step = steps[index];
        string a = _values[step.Operands[0]];
        return step.Op switch
        {
            Quantize quantize => Steps(a, step.Type, quantize.Clamp ?? Clamp.Of(step.Type.Element)),
            Dequantize => Real(a, step.Operands[0], steps),
            Binary or PRelu => $"octavo::FloatBinary.{step.Op.Name}.Invoke({a}, {_values[step.Operands[1]]})",
            Where => $"T.IfEqual({a}, {Number(0)}, {_values[step.Operands[2]]}, {_values[step.Operands[1]]})",
            Unary unary => $"octavo::FloatUnary.{unary.Name}.Invoke({a}, {Number(unary.Alpha)}, {Number(unary.Beta)})",
            Clip clip => $"octavo::FloatUnary.Clip.Invoke({a}, {Number((float)clip.Low)}, {Number((float)clip.High)})",
            _ => throw new InvalidOperationException($"{step.Op.Name} in a fusion"),
        };
    }

    /// <summary>A code minus its zero point. A zero that was rounded from below 0 loses its sign, as it would in an integer.</summary>
    private static string Steps(string real, TensorType type, Clamp range)
    {
        Quantization quantization = type.Quantization!;
        return $"octavo::Fusion.Round({real} / {Number(quantization.Scale)}, {Number(range.Low - quantization.ZeroPoint)}, {Number(range.High - quantization.ZeroPoint)})";
    }

    private string Real(string value, int number, IReadOnlyList<FusedStep> steps)
    {
        bool isCode = number < _inputs.Count;
        Quantization quantization = (isCode ? _inputs[number].Type : steps[number - _inputs.Count].Type).Quantization!;
        string difference = isCode && quantization.ZeroPoint != 0 ? $"({value} - {Number(quantization.ZeroPoint)})" : value;
        return $"{difference} * {Number(quantization.Scale)}";
    }

    private static string Load(ElementType element, string pointer) => element switch
    {
        ElementType.Float32 => $"T.Load((float*){pointer})",
        ElementType.UInt8 or ElementType.Bool => $"T.LoadBytes({pointer})",
        ElementType.UInt16 => $"T.LoadUShorts((ushort*){pointer})",
        ElementType.Int16 => $"T.LoadShorts((short*){pointer})",
        _ => throw new InvalidOperationException($"{element} in a fusion"),
    };

    private static string Store(ElementType element) => element == ElementType.UInt8 ? "StoreBytes(y)" : "StoreShorts((ushort*)y)";

    private static string Number(float value) => $"T.Of({Literal.Float(value)})";
}
