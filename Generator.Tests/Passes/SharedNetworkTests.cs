using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Octavo.Compiler;
using Octavo.Compiler.Import;
using Octavo.Compiler.Passes;
using Octavo.Compiler.Reference;
using Octavo.Generator.Tests.Support;
using Xunit;

namespace Octavo.Generator.Tests.Passes;

/// <summary>Networks from public repositories become integer networks that give ONNX Runtime's bits.</summary>
public sealed class SharedNetworkTests
{
    [SkippableTheory]
    [InlineData("kws_m_qdq", 0)]
    [InlineData("kws_m_qoperator", 0)]
    [InlineData("mlp_tanh_qdq", 0)]
    [InlineData("mobilenet_v1_05_128_u8", 0)]
    [InlineData("mobilenet_v2_244_qdq", 1)]
    [InlineData("shufflenet_v2_qoperator", 17)]
    public void Lowers(string name, int transposes)
    {
        Skip.IfNot(SharedData.IsPresent, SharedData.Absent);
        byte[] bytes = File.ReadAllBytes(SharedData.Path("models", name, "model.onnx"));
        Graph graph = OnnxImporter.Import(new ModelSource("model.onnx", bytes), new CompilerOptions("Model")).Graph;

        Pipeline.Run(graph);

        Assert.Equal(transposes, Expect.Count<Transpose>(graph));
        Assert.All(graph.Nodes.Where(n => n.Op is Conv or MatMul or Softmax or AveragePool), n => Assert.Equal(ElementType.UInt8, n.Y.Type.Element));
        TensorData[] inputs = [.. graph.Inputs.Select((v, i) => new TensorData(v.Type.Element, v.Shape, Case(name, $"input_{i}.bin")))];
        IReadOnlyList<TensorData> outputs = Evaluator.Run(graph, inputs);
        for (int i = 0; i < outputs.Count; i++)
        {
            Assert.True(Case(name, $"output_{i}.bin").AsSpan().SequenceEqual(outputs[i].Bytes), $"output {i} differs");
        }
    }

    private static byte[] Case(string name, string file) => File.ReadAllBytes(SharedData.Path("models", name, "case_0", file));
}
