namespace Octavo.Compiler.Reference;

/// <summary>
/// The precision in which reals are computed: double when a float64 takes part, float otherwise. One double operation rounded to float is the float
/// operation, for + - * / and the square root, so that everything is written once, in double.
/// </summary>
internal readonly record struct Precision(bool IsDouble)
{
    public static Precision Of(TensorType y, params Operand?[] inputs) =>
        new(y.Element == ElementType.Float64 || System.Array.Exists(inputs, x => x?.Element == ElementType.Float64));

    public double Round(double value) => IsDouble ? value : (float)value;
}
