using Octavo.Compiler;
using Octavo.Compiler.Passes;
using Xunit;

namespace Octavo.Generator.Tests.Passes;

public sealed class LowerGemmTests
{
    [Theory]
    [InlineData(false, false, 1, 1)]
    [InlineData(true, true, 1, 1)]
    [InlineData(false, true, 0.5f, 2)]
    public void A_bias_per_column_becomes_the_products(bool transA, bool transB, float alpha, float beta)
    {
        Network Build()
        {
            var net = new Network();
            Value a = transA ? net.Input(5, 2) : net.Input(2, 5);
            Value b = transB ? net.Floats(4, 5) : net.Floats(5, 4);
            return net.Output(net.Apply(new Gemm(alpha, beta, transA, transB), a, b, net.Floats(1, 4)));
        }

        string[] expected = transA ? ["Transpose", "MatMul"] : ["MatMul"];
        Expect.Rewrite(Build, graph => { LowerGemm.Run(graph); FoldConstants.Run(graph); }, 1e-5, expected);
    }

    [Fact]
    public void A_bias_per_row_is_added_behind()
    {
        static Network Build()
        {
            var net = new Network();
            return net.Output(net.Apply(new Gemm(1, 1, false, false), net.Input(2, 5), net.Floats(5, 4), net.Floats(2, 1)));
        }

        Expect.Rewrite(Build, LowerGemm.Run, 1e-5, "MatMul", "Add");
    }

    [Theory]
    [InlineData(1f)]
    [InlineData(0.37f)]
    public void The_multiplier_of_a_quantized_one_keeps_its_bits(float alpha)
    {
        Network Build()
        {
            var net = new Network();
            Value a = net.Apply(new Reinterpret(), ElementType.UInt8, new Quantization(0.0173f, 119), net.Input(ElementType.UInt8, 3, 16));
            Value y = net.Apply(
                new Gemm(alpha, 1, false, true), ElementType.UInt8, new Quantization(0.0412f, 130), a, net.PerChannel(0, 8, 16), net.Ints(2000, 8));
            return net.Output(y);
        }

        string[] expected = alpha == 1 ? ["Reinterpret", "MatMul"] : ["Reinterpret", "Reinterpret", "MatMul"];
        Expect.Rewrite(Build, graph => { LowerGemm.Run(graph); FoldConstants.Run(graph); }, 0, expected);
    }

    [Fact]
    public void A_factor_goes_into_the_scale_of_dequantized_weights()
    {
        static Network Build()
        {
            var net = new Network();
            Value a = net.Fake(net.Input(2, 8));
            return net.Output(net.Fake(net.Apply(new Gemm(0.5f, 1, false, true), a, net.Dequantize(net.PerChannel(0, 4, 8)), net.Floats(4))));
        }

        Graph graph = Expect.Lowers(Build, 0.0201);

        Expect.Operators(graph, "Quantize", "MatMul", "Dequantize");
    }
}
