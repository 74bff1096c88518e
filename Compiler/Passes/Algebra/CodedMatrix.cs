using System;
using System.Linq;
using Octavo.Compiler.Reference;

namespace Octavo.Compiler.Passes.Algebra;

/// <summary>A constant matrix of codes with a scale per block along its rows, [rows, K]. A single scale per row is that of a block as long as the row.</summary>
internal sealed record CodedMatrix(Value Codes, Value Scales, Value? Zeros, int Block)
{
    public bool SuitsIntegers => BlockMatMul.Takes(Math.Min(Block, Codes.Shape[1]), Zeros?.Data);

    /// <summary>The rows of the float matrix that a value holds, behind a Dequantize with its blocks along the last axis; null when there is none.</summary>
    public static CodedMatrix? OfRows(Value value) => Find(value, axis: 1);

    /// <summary>The columns of a matrix [K, columns] as rows.</summary>
    public static CodedMatrix? OfColumns(Value value) => value.ProducedBy<Transpose>() is { } transpose
        ? Find(transpose.X, axis: 1)
        : Find(value, axis: 0) is { } matrix
            ? new CodedMatrix(Swapped(matrix.Codes), Swapped(matrix.Scales), matrix.Zeros is null ? null : Swapped(matrix.Zeros), matrix.Block)
            : null;

    private static CodedMatrix? Find(Value value, int axis)
    {
        if (value.Type is not { Element: ElementType.Float32, Shape: { Rank: 2, Length: > 0 } })
        {
            return null;
        }

        if (value.ProducedBy<DequantizeBlocks>() is { Op: DequantizeBlocks blocks } node)
        {
            return blocks.Axis == axis && node.X.Type.IsByte() && node.Inputs.All(v => v is null or { IsConstant: true }) && IsExact(node.X, node.Input(2))
                ? new CodedMatrix(node.X, node.Inputs[1]!, node.Input(2), blocks.Block)
                : null;
        }

        return value.Codes() is { IsConstant: true, Type.Quantization: var quantization } codes && quantization!.Axis != axis ? PerRow(codes, quantization, axis) : null;
    }

    /// <summary>Codes below 0 are stored as codes from 0 on: integer zero points move with them without a rounding.</summary>
    private static bool IsExact(Value codes, Value? zeros) => codes.Type.Element == ElementType.UInt8 || zeros is null || Codegen.Weights.BlockWeights.AreIntegers(zeros.Data!.ToFloats());

    private static CodedMatrix PerRow(Value codes, Quantization quantization, int axis)
    {
        int[] rows = [.. Enumerable.Range(0, codes.Shape[1 - axis])];
        Shape shape = codes.Shape.With(axis, 1);
        float[] zeros = Array.ConvertAll(rows, r => (float)quantization.ZeroPointOf(r));
        return new CodedMatrix(
            new Value(codes.Name, codes.Data!),
            new Value(codes.Name + "/scales", TensorData.Floats(shape, Array.ConvertAll(rows, quantization.ScaleOf))),
            Array.TrueForAll(zeros, z => z == 0) ? null : new Value(codes.Name + "/zeros", TensorData.Floats(shape, zeros)),
            codes.Shape[axis]);
    }

    private static Value Swapped(Value value)
    {
        var type = new TensorType(value.Type.Element, new Shape(value.Shape[1], value.Shape[0]));
        return new Value(value.Name, Evaluator.Evaluate(new Transpose([1, 0]), [new Operand(value.Data!)], [type])[0]);
    }
}
