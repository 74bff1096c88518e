using Octavo.Compiler.Reference.Arithmetic;

namespace Octavo.Compiler.Reference;

/// <summary>The one step that convolutions and products consist of.</summary>
internal interface IMultiplyAdd<T>
{
    T Step(T x, T w, T sum);
}

/// <summary>int32, wrapping: the sum does not depend on the order.</summary>
internal readonly struct Int32Step : IMultiplyAdd<int>
{
    public int Step(int x, int w, int sum) => unchecked(sum + (x * w));
}

/// <summary>int64, wrapping, for products of raw integers of any width.</summary>
internal readonly struct Int64Step : IMultiplyAdd<long>
{
    public long Step(long x, long w, long sum) => unchecked(sum + (x * w));
}

/// <summary>float, fused: one rounding per step.</summary>
internal readonly struct Float32Step : IMultiplyAdd<float>
{
    public float Step(float x, float w, float sum) => Float32.FusedMultiplyAdd(x, w, sum);
}

/// <summary>double, two roundings per step.</summary>
internal readonly struct Float64Step : IMultiplyAdd<double>
{
    public double Step(double x, double w, double sum) => sum + (x * w);
}
