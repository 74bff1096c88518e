using System;
using System.Linq;
using Octavo.Compiler;
using Octavo.Compiler.Reference;

namespace Octavo.Generator.Tests.Reference;

/// <summary>Short ways to write operands and to evaluate one operator with one output.</summary>
internal static class Evaluation
{
    public static TensorData Evaluate(Operator op, TensorType y, params Operand?[] inputs) => Evaluator.Evaluate(op, inputs, [y]).Single();

    /// <summary>As <see cref="Evaluate"/>, with the shape that inference gives.</summary>
    public static TensorData Infer(Operator op, ElementType element, Quantization? quantization, params Operand?[] inputs) =>
        Evaluate(op, new TensorType(element, op.InferShapes([.. inputs.Select(x => x?.Data.Shape)])[0], quantization), inputs);

    public static Operand Floats(Shape shape, params float[] values) => new(TensorData.Floats(shape, values));

    public static Operand Longs(Shape shape, params long[] values) => new(TensorData.Longs(shape, values));

    public static Operand Ints(Shape shape, params int[] values) => new(TensorData.Ints(shape, values));

    /// <summary>u8 codes.</summary>
    public static Operand Bytes(Shape shape, Quantization? quantization, params int[] codes) =>
        new(new TensorData(ElementType.UInt8, shape, [.. codes.Select(c => checked((byte)c))]), quantization);

    /// <summary>s8 codes.</summary>
    public static Operand SBytes(Shape shape, Quantization? quantization, params int[] codes) =>
        new(new TensorData(ElementType.Int8, shape, [.. codes.Select(c => unchecked((byte)checked((sbyte)c)))]), quantization);

    public static Operand RandomFloats(Random random, Shape shape) =>
        Floats(shape, [.. Enumerable.Range(0, (int)shape.Length).Select(_ => (float)((random.NextDouble() * 2) - 1))]);

    public static Operand RandomBytes(Random random, Shape shape, Quantization quantization) =>
        Bytes(shape, quantization, [.. Enumerable.Range(0, (int)shape.Length).Select(_ => random.Next(256))]);

    public static Operand RandomSBytes(Random random, Shape shape, Quantization quantization) =>
        SBytes(shape, quantization, [.. Enumerable.Range(0, (int)shape.Length).Select(_ => random.Next(-128, 128))]);

    public static Window Window(int[] kernel, int[]? strides = null, int[]? dilations = null, int[]? begin = null, int[]? end = null, bool ceil = false) => new()
    {
        Kernel = kernel,
        Strides = strides ?? [.. kernel.Select(_ => 1)],
        Dilations = dilations ?? [.. kernel.Select(_ => 1)],
        PadsBegin = begin ?? new int[kernel.Length],
        PadsEnd = end ?? begin ?? new int[kernel.Length],
        CeilMode = ceil,
    };

    /// <summary>The reals that an operand stands for.</summary>
    public static Operand Dequantized(Operand x) =>
        new(Evaluate(new Dequantize(), new TensorType(ElementType.Float32, x.Data.Shape), x));
}
