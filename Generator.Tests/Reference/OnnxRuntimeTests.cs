using System;
using System.Collections.Generic;
using System.Linq;
using Octavo.Compiler;
using Octavo.Compiler.Import;
using Octavo.Compiler.Passes;
using Octavo.Compiler.Reference;
using Octavo.Generator.Tests.Support;
using Xunit;

namespace Octavo.Generator.Tests.Reference;

/// <summary>Public networks after all passes, against ONNX Runtime with all optimisations on x64.</summary>
public class OnnxRuntimeTests
{
    [SkippableTheory]
    [InlineData("kws_m_qdq")]
    [InlineData("kws_m_qoperator")]
    [InlineData("mlp_tanh_qdq")]
    [InlineData("mobilenet_v1_05_128_u8")]
    [InlineData("mobilenet_v2_244_qdq")]
    [InlineData("shufflenet_v2_qoperator")]
    public void Quantized_networks_have_the_same_bits(string network)
    {
        (IReadOnlyList<TensorData> expected, IReadOnlyList<TensorData> actual) = Run(network);
        Assert.Equal(expected.Select(t => t.Bytes), actual.Select(t => t.Bytes));
    }

    [SkippableTheory]
    [InlineData("kws_m_float")]
    [InlineData("mnist_float")]
    [InlineData("face_rfb320_float")]
    public void Float_networks_agree(string network)
    {
        (IReadOnlyList<TensorData> expected, IReadOnlyList<TensorData> actual) = Run(network);
        foreach ((TensorData e, TensorData a) in expected.Zip(actual))
        {
            double tolerance = 1e-5 * e.ToFloats().Max(Math.Abs);
            Assert.All(e.ToFloats().Zip(a.ToFloats()), pair => Assert.InRange(pair.Second, pair.First - tolerance, pair.First + tolerance));
        }
    }

    private static (IReadOnlyList<TensorData> Expected, IReadOnlyList<TensorData> Actual) Run(string network)
    {
        Skip.IfNot(SharedData.IsPresent, SharedData.Absent);
        var recorded = new SharedCase(network, 0);
        Graph graph = OnnxImporter.Import(new ModelSource("model.onnx", recorded.Model), new CompilerOptions("Model")).Graph;
        Pipeline.Run(graph);
        return (recorded.Outputs(graph), Evaluator.Run(graph, recorded.Inputs(graph)));
    }
}
