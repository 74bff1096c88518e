using System;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Octavo.Benchmarks.Workers;
using Octavo.Runtime;

namespace Octavo.Benchmarks.Layers;

/// <summary>
/// The dot products of an instruction set on registers alone: what the processor could do if nothing had to be loaded, stored or requantized.
/// </summary>
internal sealed class PeakLoop : IRunner
{
    private const int Steps = 10_000;
    private const int Chains = 12;

    private readonly Action _loop;

    private PeakLoop(long multiplyAccumulates, Action loop)
    {
        MultiplyAccumulates = multiplyAccumulates;
        _loop = loop;
    }

    /// <summary>Of one run.</summary>
    public long MultiplyAccumulates { get; }

    /// <summary>The loop of the instruction set in use; null when there is none for it.</summary>
    public static PeakLoop? Create() => InstructionSets.Current switch
    {
        InstructionSet.Avx512Vnni => Vnni512Loop.Load(Steps) is { } loop ? new((long)Steps * Vnni512Loop.MultiplyAccumulates, loop) : null,
        InstructionSet.AvxVnni => Of<AvxVnniStep, Vector256<int>>(),
        InstructionSet.Avx512BW => Of<Avx512Step, Vector512<int>>(),
        InstructionSet.Avx2 => Of<Avx2Step, Vector256<int>>(),
        InstructionSet.Vector128 => Of<Vector128Step, Vector128<int>>(),
        _ => null,
    };

    public void Run(int times)
    {
        for (int i = 0; i < times; i++)
        {
            _loop();
        }
    }

    public void Dispose()
    {
    }

    private static PeakLoop Of<TStep, TVector>()
        where TStep : struct, IPeakStep<TVector> => new((long)Steps * Chains * TStep.MultiplyAccumulates, () => Loop<TStep, TVector>());

    /// <summary>As many independent chains as hide the latency of a step.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static TVector Loop<TStep, TVector>()
        where TStep : struct, IPeakStep<TVector>
    {
        TVector c = TStep.Constant;
        TVector s0 = c, s1 = c, s2 = c, s3 = c, s4 = c, s5 = c, s6 = c, s7 = c, s8 = c, s9 = c, s10 = c, s11 = c;
        for (int step = 0; step < Steps; step++)
        {
            s0 = TStep.Add(s0, c);
            s1 = TStep.Add(s1, c);
            s2 = TStep.Add(s2, c);
            s3 = TStep.Add(s3, c);
            s4 = TStep.Add(s4, c);
            s5 = TStep.Add(s5, c);
            s6 = TStep.Add(s6, c);
            s7 = TStep.Add(s7, c);
            s8 = TStep.Add(s8, c);
            s9 = TStep.Add(s9, c);
            s10 = TStep.Add(s10, c);
            s11 = TStep.Add(s11, c);
        }

        c = TStep.Add(TStep.Add(TStep.Add(s0, s1), TStep.Add(s2, s3)), TStep.Add(TStep.Add(s4, s5), TStep.Add(s6, s7)));
        return TStep.Add(c, TStep.Add(TStep.Add(s8, s9), TStep.Add(s10, s11)));
    }
}
