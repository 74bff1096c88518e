using System;
using System.Linq;

namespace Octavo.Compiler.Import;

/// <summary>
/// A reduction of constants. Integers are computed as long, floats as double, and rounded to the element type once, at the end; such
/// chains give shapes and scales, never activations.
/// </summary>
internal sealed class ConstantReduction
{
    private readonly Func<long, long, long> _integer;
    private readonly Func<double, double, double> _real;
    private readonly double? _empty;

    private ConstantReduction(Func<long, long, long> integer, Func<double, double, double> real, double? empty)
    {
        _integer = integer;
        _real = real;
        _empty = empty;
    }

    public static ConstantReduction Sum { get; } = new((a, b) => checked(a + b), (a, b) => a + b, 0);

    public static ConstantReduction Product { get; } = new((a, b) => checked(a * b), (a, b) => a * b, 1);

    public static ConstantReduction Minimum { get; } = new(Math.Min, Math.Min, null);

    public static ConstantReduction Maximum { get; } = new(Math.Max, Math.Max, null);

    /// <exception cref="ImportException">A minimum or maximum of nothing, or a result that its type cannot hold.</exception>
    public TensorData Evaluate(TensorData x, int[] axes, bool keepDimensions)
    {
        var kept = new Shape(x.Shape.Dimensions.Select((d, axis) => axes.Contains(axis) ? 1 : d));
        Shape shape = keepDimensions ? kept : new Shape(x.Shape.Dimensions.Where((_, axis) => !axes.Contains(axis)));
        int[] target = Broadcasting.Indices(kept, x.Shape);
        return x.Element.IsFloat()
            ? Reduce(x, shape, target, x.FloatAt, _real, _empty, ConstantTensors.OfReals)
            : Reduce(x, shape, target, x.IntegerAt, _integer, (long?)_empty, ConstantTensors.OfIntegers);
    }

    private static TensorData Reduce<T>(
        TensorData x, Shape shape, int[] target, Func<int, T> read, Func<T, T, T> combine, T? empty, Func<ElementType, Shape, T[], TensorData> write)
        where T : struct
    {
        var results = new T?[shape.Length];
        for (int i = 0; i < target.Length; i++)
        {
            results[target[i]] = results[target[i]] is { } sum ? combine(sum, read(i)) : read(i);
        }

        return write(x.Element, shape, results.Select(r => r ?? empty ?? throw new ImportException(ProblemKind.InvalidGraph, "it reduces an empty tensor.")).ToArray());
    }
}
