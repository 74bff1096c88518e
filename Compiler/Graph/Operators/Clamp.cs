namespace Octavo.Compiler;

/// <summary>An inclusive range of output codes that a fused Relu or Clip leaves.</summary>
public readonly record struct Clamp(int Low, int High)
{
    /// <summary>The whole range of a quantized type: a clamp that only saturates.</summary>
    public static Clamp Of(ElementType type) => new((int)type.MinValue(), (int)type.MaxValue());

    public Clamp Intersect(Clamp other) =>
        new(System.Math.Max(Low, System.Math.Min(other.Low, High)), System.Math.Min(High, System.Math.Max(other.High, Low)));
}
