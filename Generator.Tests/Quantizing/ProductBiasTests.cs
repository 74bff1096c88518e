using System;
using System.Linq;
using Octavo.Compiler;
using Octavo.Compiler.Calibration;
using Octavo.Compiler.Import;
using Octavo.Compiler.Import.Tensors;
using Octavo.Compiler.Onnx;
using Octavo.Compiler.Passes;
using Octavo.Compiler.Quantizing;
using Octavo.Generator.Tests.Support;
using Octavo.Harness;
using Octavo.Tool.Calibration;
using Octavo.Tool.Data;
using Octavo.Tool.Execution;
using Xunit;

namespace Octavo.Generator.Tests.Quantizing;

/// <summary>MatMul and Add, as transformers write their dense layers: one layer with a bias.</summary>
public sealed class ProductBiasTests
{
    private const int Tokens = 4;
    private const int Width = 16;
    private static readonly CompilerOptions Options = new("Network");

    [Fact]
    public void The_bias_has_the_sum_s_scale_and_nothing_is_rounded_in_front_of_it()
    {
        OnnxGraph graph = OnnxReader.Read(Quantized(new QuantizationSettings { CorrectBiases = false }).Onnx).Graph;
        OnnxNode product = graph.Nodes.Single(n => n.OpType == "MatMul"), addition = graph.Nodes.Single(n => n.OpType == "Add");
        Assert.Contains(product.Outputs[0], addition.Inputs);
        OnnxNode bias = graph.Nodes.Single(n => n.Outputs[0] == addition.Inputs.Single(i => i != product.Outputs[0]));
        Assert.Equal("DequantizeLinear", bias.OpType);
        float[] x = Floats(Scale(product.Inputs[0])), w = Floats(Scale(product.Inputs[1])), b = Floats(bias.Inputs[1]);
        Assert.Equal(w.Select(s => x[0] * s), b);
        Assert.Equal(Biases().Zip(b, (value, scale) => (int)Math.Round(value / (double)scale)), Constant(bias.Inputs[0]).ToInts());

        string Scale(string dequantized) => graph.Nodes.Single(n => n.Outputs[0] == dequantized).Inputs[1];
        TensorData Constant(string name) => TensorContents.Read(graph.Initializers.Single(i => i.Name == name), new ExternalData(null));
        float[] Floats(string name) => Constant(name).ToFloats();
    }

    [Fact]
    public void Product_bias_and_relu_become_one_layer_on_codes()
    {
        Graph graph = OnnxImporter.Import(new ModelSource("q.onnx", Quantized(new QuantizationSettings()).Onnx), Options).Graph;
        Pipeline.Run(graph);
        Assert.Equal(["Quantize", "MatMul", "Dequantize"], graph.Nodes.Select(n => n.Op.Name));
    }

    [Fact]
    public void The_operator_form_has_no_bias_and_adds_codes()
    {
        OnnxGraph graph = OnnxReader.Read(Quantized(new QuantizationSettings { Format = ModelFormat.QOperator }).Onnx).Graph;
        Assert.Contains(graph.Nodes, n => n.OpType == "QLinearMatMul");
        Assert.Contains(graph.Nodes, n => n.OpType == "QLinearAdd");
    }

    /// <summary>ONNX Runtime rounds the product to a float, then the sum: where that meets a tie of the codes, a result is a step away.</summary>
    [SkippableFact]
    public void OnnxRuntime_agrees()
    {
        byte[] onnx = Quantized(new QuantizationSettings()).Onnx;
        using var runtime = new Ort(onnx);
        using CompiledNetwork network = CompiledNetwork.Load(onnx);
        for (int seed = 0; seed < 8; seed++)
        {
            float[] x = Sample(seed);
            float[] expected = runtime.Run(network, [x])[0], actual = (float[])network.Run(x)[0];
            Assert.InRange(expected.Zip(actual).Count(p => p.First != p.Second), 0, 1);
            Assert.All(expected.Zip(actual), p => Assert.Equal(p.First, p.Second, 0.03f));
        }
    }

    private static QuantizedModel Quantized(QuantizationSettings settings)
    {
        var source = new ModelSource("dense.onnx", Model());
        using var folder = new TemporaryFolder();
        using NetworkRunner network = NetworkRunner.Load(source, Options, 1, null);
        string path = folder.Write("data.bin", [.. Enumerable.Range(0, 8).SelectMany(Sample).SelectMany(BitConverter.GetBytes)]);
        CalibrationData calibration = Calibrator.Run(source, network, DataSet.Open([path], network.Inputs, PixelOptions.None, int.MaxValue), settings, _ => { });
        return ModelQuantizer.Quantize(source, calibration, settings, Options);
    }

    private static byte[] Model() => new OnnxBuilder()
        .Input("x", ElementType.Float32, 1, Tokens, Width)
        .Initializer("w", [Width, Width], [.. Enumerable.Range(0, Width * Width).Select(i => MathF.Cos(i * 0.7f))])
        .Initializer("b", [Width], Biases())
        .Node("MatMul", ["x", "w"], ["product"]).Node("Add", ["b", "product"], ["sum"]).Node("Relu", ["sum"], ["y"])
        .Output("y", ElementType.Float32, 1, Tokens, Width).Build();

    private static float[] Biases() => [.. Enumerable.Range(0, Width).Select(i => MathF.Sin(i))];

    private static float[] Sample(int seed) => [.. Enumerable.Range(0, Tokens * Width).Select(i => MathF.Sin((i + 1) * (seed + 1)))];
}
