using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Octavo.Benchmarks.Layers;

/// <summary>What an instruction set does to add a register's worth of products of codes and weights to a register of sums.</summary>
internal interface IPeakStep<TVector>
{
    static abstract int MultiplyAccumulates { get; }

    static abstract TVector Constant { get; }

    static abstract TVector Add(TVector sums, TVector operand);
}

internal readonly struct AvxVnniStep : IPeakStep<Vector256<int>>
{
    public static int MultiplyAccumulates => 32;

    public static Vector256<int> Constant => Vector256<int>.One;

    public static Vector256<int> Add(Vector256<int> sums, Vector256<int> operand) => AvxVnni.MultiplyWideningAndAdd(sums, operand.AsByte(), operand.AsSByte());
}

/// <summary>The products depend on the sums, or the compiler would compute them once.</summary>
internal readonly struct Avx512Step : IPeakStep<Vector512<int>>
{
    public static int MultiplyAccumulates => 64;

    public static Vector512<int> Constant => Vector512<int>.One;

    public static Vector512<int> Add(Vector512<int> sums, Vector512<int> operand) => Avx512F.Add(
        operand, Avx512BW.MultiplyAddAdjacent(Avx512BW.MultiplyAddAdjacent(sums.AsByte(), operand.AsSByte()), operand.AsInt16()));
}

/// <inheritdoc cref="Avx512Step"/>
internal readonly struct Avx2Step : IPeakStep<Vector256<int>>
{
    public static int MultiplyAccumulates => 32;

    public static Vector256<int> Constant => Vector256<int>.One;

    public static Vector256<int> Add(Vector256<int> sums, Vector256<int> operand) => Avx2.Add(
        operand, Avx2.MultiplyAddAdjacent(Avx2.MultiplyAddAdjacent(sums.AsByte(), operand.AsSByte()), operand.AsInt16()));
}

/// <inheritdoc cref="Avx512Step"/>
internal readonly struct Vector128Step : IPeakStep<Vector128<int>>
{
    public static int MultiplyAccumulates => 16;

    public static Vector128<int> Constant => Vector128<int>.One;

    public static Vector128<int> Add(Vector128<int> sums, Vector128<int> operand) => Sse2.Add(
        operand, Sse2.MultiplyAddAdjacent(Ssse3.MultiplyAddAdjacent(sums.AsByte(), operand.AsSByte()), operand.AsInt16()));
}
