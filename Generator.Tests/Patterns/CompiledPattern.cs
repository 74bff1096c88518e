using System;
using System.Collections.Generic;
using System.Linq;
using Octavo.Compiler;
using Octavo.Harness;
using Octavo.Runtime;
using Xunit;

namespace Octavo.Generator.Tests.Patterns;

/// <summary>A compiled pattern: its results, and which kernels compute them.</summary>
internal sealed class CompiledPattern : IDisposable
{
    private readonly CompiledNetwork _network;

    public CompiledPattern(byte[] model) => _network = CompiledNetwork.Load(model);

    public ModelInfo Info => _network.Info;

    public IReadOnlyList<Problem> Problems => _network.Problems;

    /// <summary>The layers that compute something: no conversions at the borders and no moves of elements.</summary>
    public IReadOnlyList<LayerInfo> Work => [.. _network.Info.Layers.Where(l => !Moves.Contains(l.Operator))];

    private static IEnumerable<string> Moves { get; } =
        ["Quantize", "Dequantize", "Reinterpret", "Copy", "Reshape", "Transpose", "Split", "Slice", "Pad", "Pick", "Concat", "Gather"];

    /// <summary>Runs the network once; the results of the first output.</summary>
    public T[] Run<T>(params Array[] inputs) => (T[])_network.Run(inputs)[0];

    public float[] Run(params Array[] inputs) => Run<float>(inputs);

    public Array[] RunAll(params Array[] inputs) => _network.Run(inputs);

    /// <summary>These operators do the work, all of them from codes to codes, and nothing is reported to run in float.</summary>
    public CompiledPattern InIntegers(params string[] operators)
    {
        Assert.True(operators.SequenceEqual(Work.Select(l => l.Operator)), $"expected {string.Join(", ", operators)}\n{_network.Info}");
        Assert.All(Work, l => Assert.True(l.OutputType is "u8" or "s8", _network.Info.ToString()));
        NothingInFloat();
        return this;
    }

    /// <summary>These operators do the work; the last one computes on codes and gives floats.</summary>
    public CompiledPattern WithFloatResult(params string[] operators)
    {
        Assert.True(operators.SequenceEqual(Work.Select(l => l.Operator)), $"expected {string.Join(", ", operators)}\n{_network.Info}");
        Assert.Equal("f32", Work[^1].OutputType);
        Assert.DoesNotContain("float", Work[^1].Kernel, StringComparison.Ordinal);
        NothingInFloat();
        return this;
    }

    public void Dispose() => _network.Dispose();

    private void NothingInFloat() => Assert.True(
        !Problems.Any(p => p.Kind == ProblemKind.FloatFallback), $"{string.Join("\n", Problems.Select(p => p.Message))}\n{_network.Info}");
}
