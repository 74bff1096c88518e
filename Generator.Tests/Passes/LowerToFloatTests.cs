using Octavo.Compiler;
using Octavo.Compiler.Passes;
using Xunit;

namespace Octavo.Generator.Tests.Passes;

public sealed class LowerToFloatTests
{
    [Fact]
    public void Operators_without_integer_kernels_run_in_float_and_say_so()
    {
        var net = new Network();
        Value x = net.Quantize(net.Input(2, 6), 0.02f, 128);
        Value y = net.Apply(new Cumulative(ReduceKind.Sum, 1, false, false), ElementType.UInt8, new Quantization(0.04f, 90), x);
        net.Output(net.Dequantize(net.Apply(new MatMul(), ElementType.UInt8, new Quantization(0.1f, 90), y, net.PerChannel(1, 6, 4))));

        System.Collections.Generic.IReadOnlyList<Problem> problems = Pipeline.Run(net.Graph);

        Expect.Operators(net.Graph, "Quantize", "Dequantize", "CumSum", "Quantize", "MatMul", "Dequantize");
        Problem problem = Assert.Single(problems);
        Assert.Equal((ProblemKind.FloatFallback, ProblemSeverity.Info), (problem.Kind, problem.Severity));
        Assert.Contains("(CumSum)", problem.Message);
    }

    [Fact]
    public void Elementwise_operators_become_one_pass_over_codes()
    {
        var net = new Network();
        Value x = net.Quantize(net.Input(2, 6), 0.02f, 128), z = net.Quantize(net.Input(2, 6), 0.03f, 100);
        Value y = net.Apply(new Binary(BinaryKind.Max) { Clamp = new Clamp(10, 200) }, ElementType.UInt8, new Quantization(0.04f, 90), x, z);
        net.Output(net.Dequantize(y));

        Assert.Empty(Pipeline.Run(net.Graph));
        Expect.Operators(net.Graph, "Quantize", "Quantize", "Fusion", "Dequantize");
    }

    [Fact]
    public void Their_results_stay_the_same()
    {
        static Network Build()
        {
            var net = new Network();
            Value x = net.Apply(new Quantize(), ElementType.UInt8, new Quantization([0.01f, 0.02f, 0.03f], [1, 2, 128], 1), net.Input(1, 3, 4, 4));
            Value y = net.Apply(
                new Conv { Window = Network.Window(3), Clamp = new Clamp(20, 99) }, ElementType.UInt8, new Quantization(0.04f, 90), x, net.PerChannel(0, 4, 3, 3, 3));
            return net.Output(net.Dequantize(y));
        }

        Expect.Rewrite(Build, graph => LowerToFloat.Run(graph, []), 0.0401, "Quantize", "Dequantize", "Dequantize", "Conv", "Quantize", "Dequantize");
    }
}
