using System.Collections.Generic;
using BenchmarkDotNet.Attributes;
using Octavo.Runtime;

namespace Octavo.Benchmarks.Kernels;

/// <summary>A kernel on one thread, with each instruction set that this processor has.</summary>
public abstract unsafe class KernelBenchmark
{
    [ParamsSource(nameof(InstructionSetNames))]
    public InstructionSet Set { get; set; }

    public static IEnumerable<InstructionSet> InstructionSetNames => InstructionSets.Available;

    private protected static Epilogue CodesOf(int channels) => new()
    {
        Kind = EpilogueKind.Codes,
        Bias = NativeArray.Filled(channels, 0),
        SignedBias = NativeArray.Filled(channels, 0),
        Multiplier = NativeArray.Filled(channels, 0.001f),
        ZeroPoint = 128,
        High = 255,
    };
}
