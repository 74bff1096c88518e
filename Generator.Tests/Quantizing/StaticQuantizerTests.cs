using System.Collections.Generic;
using System.Linq;
using Octavo.Compiler;
using Octavo.Compiler.Calibration;
using Octavo.Compiler.Import.Tensors;
using Octavo.Compiler.Onnx;
using Octavo.Compiler.Quantizing;
using Octavo.Generator.Tests.Support;
using Octavo.Harness;
using Xunit;

namespace Octavo.Generator.Tests.Quantizing;

public class StaticQuantizerTests
{
    [Fact]
    public void Convolutions_products_and_what_lies_between_compute_on_codes()
    {
        QuantizedModel model = SmallNetwork.Quantize(new QuantizationSettings());
        using CompiledNetwork network = CompiledNetwork.Load(model.Onnx);
        Assert.DoesNotContain(network.Problems, p => p.Kind == ProblemKind.FloatFallback);
        Assert.Equal(1, network.Info.Layers.Count(l => l.Operator == "Quantize"));
    }

    [Fact]
    public void Products_with_a_scale_per_group_compute_on_codes()
    {
        QuantizedModel model = BranchedNetwork.Quantize(new QuantizationSettings { Granularity = Granularity.Group, GroupSize = 16 });
        using CompiledNetwork network = CompiledNetwork.Load(model.Onnx);
        Assert.DoesNotContain(network.Problems, p => p.Kind == ProblemKind.FloatFallback);
        Assert.Equal(2, network.Info.Layers.Count(l => l.Operator == "BlockMatMul" && l.Kernel.StartsWith("dense")));
    }

    [Theory]
    [InlineData(QuantizationMode.Static, ModelFormat.QOperator, "no operator on codes takes a scale per group")]
    [InlineData(QuantizationMode.Dynamic, ModelFormat.Qdq, "has to be tensor or channel where the mode is dynamic")]
    public void Groups_where_there_are_none_are_refused(QuantizationMode mode, ModelFormat format, string reason)
    {
        var settings = new QuantizationSettings { Mode = mode, Format = format, Granularity = Granularity.Group };
        Assert.Contains(reason, Assert.Throws<ModelException>(() => SmallNetwork.Quantize(settings)).Message, System.StringComparison.Ordinal);
    }

    [Fact]
    public void A_batch_normalization_becomes_part_of_the_weights_and_names_stay()
    {
        OnnxGraph graph = Graph(Plain);
        Assert.DoesNotContain(graph.Nodes, n => n.OpType == "BatchNormalization");
        Assert.Contains(graph.Nodes, n => n.OpType == "Conv" && n.Outputs[0] == "n1");
    }

    [Fact]
    public void The_activation_behind_a_convolution_is_not_cut_off_from_it()
    {
        OnnxGraph graph = Graph(Plain);
        Assert.DoesNotContain(graph.Nodes, n => n.OpType == "QuantizeLinear" && n.Inputs[0] == "n1");
        Assert.Contains(graph.Nodes, n => n.OpType == "QuantizeLinear" && n.Inputs[0] == "r1");
    }

    [Fact]
    public void Scales_are_those_of_the_calibration()
    {
        OnnxGraph graph = Graph(Plain);
        OnnxNode quantize = graph.Nodes.Single(n => n.OpType == "QuantizeLinear" && n.Inputs[0] == "r1");
        Assert.Equal((float)(SmallNetwork.Calibration.Tensors["r1"].Max / 255.0), Constant(graph, quantize.Inputs[1]).FloatAt(0));
        Assert.Equal(0, Constant(graph, quantize.Inputs[2]).IntegerAt(0));
    }

    [Fact]
    public void A_bias_is_in_the_scale_of_the_accumulator()
    {
        OnnxGraph graph = Graph(Plain);
        OnnxNode gemm = graph.Nodes.Single(n => n.OpType == "Gemm");
        OnnxNode[] operands = [.. gemm.Inputs.Select(i => graph.Nodes.Single(n => n.Outputs.Contains(i)))];
        float x = Constant(graph, operands[0].Inputs[1]).ToFloats()[0];
        float[] w = Constant(graph, operands[1].Inputs[1]).ToFloats(), bias = Constant(graph, operands[2].Inputs[1]).ToFloats();
        Assert.Equal(w.Select(s => x * s), bias);
        Assert.Equal(ElementType.Int32, Constant(graph, operands[2].Inputs[0]).Element);
    }

    [Fact]
    public void Movements_keep_the_codes()
    {
        OnnxGraph graph = Graph(Plain);
        string Scale(string tensor) => graph.Nodes.Single(n => n.OpType == "QuantizeLinear" && n.Inputs[0] == tensor).Inputs[1];
        Assert.Equal(Scale("a"), Scale("p"));
        Assert.Equal(Scale("q"), Scale("f"));
    }

    [Fact]
    public void Excluded_nodes_stay_in_float()
    {
        OnnxGraph graph = Graph(new QuantizationSettings { ExcludeNodes = ["y"] });
        OnnxNode gemm = graph.Nodes.Single(n => n.OpType == "Gemm");
        Assert.Equal("w3", gemm.Inputs[1]);
        Assert.DoesNotContain("y", graph.Nodes.Where(n => n.OpType == "DequantizeLinear").SelectMany(n => n.Outputs));
        Assert.DoesNotContain(Graph(new QuantizationSettings { IncludeOperators = ["Conv"] }).Nodes, n => n.OpType == "Gemm" && n.Inputs[1] != "w3");
    }

    [Fact]
    public void An_activation_shares_the_fate_of_its_layer()
    {
        string[] Codes(QuantizationSettings settings) => [.. Graph(settings).Nodes.Where(n => n.OpType == "QuantizeLinear").Select(n => n.Inputs[0])];
        Assert.Equal(["r1", "c2", "a", "p", "q", "f", "y_raw"], Codes(new QuantizationSettings { ExcludeNodes = ["Conv_0"] }));
        Assert.Equal(["x", "r1"], Codes(new QuantizationSettings { IncludeNodes = ["Conv_0"] }));
        Assert.Equal(["x", "n1"], Codes(new QuantizationSettings { IncludeNodes = ["Conv_0"], ExcludeOperators = ["Relu"] }));
        OnnxGraph wide = Graph(new QuantizationSettings { IncludeNodes = ["Conv_0"], WideNodes = ["Conv_0"] });
        Assert.Equal("com.microsoft", wide.Nodes.Single(n => n.OpType == "QuantizeLinear" && n.Inputs[0] == "r1").Domain);
    }

    [Fact]
    public void Settings_that_name_nothing_of_the_model_are_refused()
    {
        Assert.Throws<ModelException>(() => Graph(new QuantizationSettings { ExcludeNodes = ["nothing"] }));
        Assert.Throws<ModelException>(() => Graph(new QuantizationSettings { IncludeOperators = ["LSTM"] }));
        Assert.Throws<ModelException>(() => Graph(new QuantizationSettings { Overrides = new Dictionary<string, TensorOverride> { ["nothing"] = new(0, 1, null, null, null) } }));
    }

    [Fact]
    public void An_override_sets_the_range_of_one_tensor()
    {
        OnnxGraph graph = Graph(new QuantizationSettings { Overrides = new Dictionary<string, TensorOverride> { ["a"] = new(-1, 4.1f, null, null, null) } });
        OnnxNode quantize = graph.Nodes.Single(n => n.OpType == "QuantizeLinear" && n.Inputs[0] == "a");
        Assert.Equal((float)((4.1f + 1.0) / 255), Constant(graph, quantize.Inputs[1]).FloatAt(0));
    }

    [Fact]
    public void Wide_nodes_have_codes_of_sixteen_bits()
    {
        OnnxGraph graph = Graph(new QuantizationSettings { WideNodes = ["a"] });
        OnnxNode quantize = graph.Nodes.Single(n => n.OpType == "QuantizeLinear" && n.Inputs[0] == "a");
        Assert.Equal(("com.microsoft", ElementType.UInt16), (quantize.Domain, Constant(graph, quantize.Inputs[2]).Element));
    }

    [Fact]
    public void QOperator_form_leaves_no_float_arithmetic()
    {
        OnnxGraph graph = Graph(new QuantizationSettings { Format = ModelFormat.QOperator });
        Assert.Equal(
            ["QuantizeLinear", "QLinearConv", "QLinearConv", "QLinearAdd", "MaxPool", "QLinearGlobalAveragePool", "Flatten", "QGemm", "DequantizeLinear"],
            graph.Nodes.Select(n => n.OpType));
    }

    [Fact]
    public void A_quantized_model_keeps_its_scales()
    {
        byte[] once = SmallNetwork.Quantize(new QuantizationSettings { ExcludeNodes = ["y"] }).Onnx;
        var calibration = SmallNetwork.Calibration with { Sha256 = CalibrationData.HashOf(once) };
        // Everything but the Gemm has codes already, and what that one reads comes from codes.
        Assert.Throws<ModelException>(() => ModelQuantizer.Quantize(new ModelSource("once.onnx", once), calibration, new QuantizationSettings(), new CompilerOptions("N")));
    }

    [Fact]
    public void A_calibration_of_another_model_is_refused()
    {
        var other = new ModelSource("other.onnx", SmallNetwork.Quantize(new QuantizationSettings()).Onnx);
        ModelException exception = Assert.Throws<ModelException>(() => ModelQuantizer.Quantize(other, SmallNetwork.Calibration, new QuantizationSettings(), new CompilerOptions("N")));
        Assert.Contains("calibrate", exception.Message);
    }

    [Fact]
    public void A_calibration_survives_its_file()
    {
        CalibrationData written = SmallNetwork.Calibration with
        {
            Settings = new QuantizationSettings
            {
                Method = RangeMethod.Mse, Activations = ElementType.Int8, ExcludeNodes = ["y"], CorrectBiases = true,
                Overrides = new Dictionary<string, TensorOverride> { ["a"] = new(-1, 1, null, null, null) },
            },
        };
        string text = CalibrationFile.Write(written);
        CalibrationData read = CalibrationFile.Read(text, "x.calibration.json");
        Assert.Equal(text, CalibrationFile.Write(read));
        Assert.Equal(
            ModelQuantizer.Quantize(SmallNetwork.Source, written, written.Settings, new CompilerOptions("N")).Onnx,
            ModelQuantizer.Quantize(SmallNetwork.Source, read, read.Settings, new CompilerOptions("N")).Onnx);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("{\"format\": \"octavo calibration\", \"version\": 2}")]
    [InlineData("[]")]
    [InlineData("{\"format\": \"octavo calibration\", \"version\": 1, \"model\": {\"file\": \"m\", \"sha256\": \"\"}, \"samples\": 1, \"settings\": {\"unknown\": 1}, \"tensors\": {}}")]
    public void A_damaged_calibration_is_refused(string text)
    {
        Assert.Throws<ModelException>(() => CalibrationFile.Read(text, "x"));
    }

    private static readonly QuantizationSettings Plain = new() { Method = RangeMethod.Minmax, CorrectBiases = false };

    [Theory]
    [InlineData(false, 0)]
    [InlineData(true, 1)]
    public void A_concat_joins_codes_inside_the_graph_and_floats_where_it_leaves(bool inside, int quantizers)
    {
        OnnxBuilder builder = new OnnxBuilder(opset: 13).Input("x", ElementType.Float32, 1, 3, 8, 8)
            .Node("Relu", ["x"], ["r"]).Node("Sigmoid", ["x"], ["s"])
            .Node("Concat", ["r", "s"], ["c"], ("axis", 1));
        byte[] bytes = (inside ? builder.Node("GlobalAveragePool", ["c"], ["y"]).Output("y", ElementType.Float32, 1, 6, 1, 1) : builder.Output("c", ElementType.Float32, 1, 6, 8, 8)).Build();
        var source = new ModelSource("join.onnx", bytes);
        QuantizedModel model = ModelQuantizer.Quantize(source, SmallNetwork.Calibrate(source), new QuantizationSettings(), new CompilerOptions("N"));
        Assert.Equal(quantizers, OnnxReader.Read(model.Onnx).Graph.Nodes.Count(n => n.OpType == "QuantizeLinear" && n.Inputs[0] == "c"));
    }

    private static OnnxGraph Graph(QuantizationSettings settings) => OnnxReader.Read(SmallNetwork.Quantize(settings).Onnx).Graph;

    private static TensorData Constant(OnnxGraph graph, string name) => TensorContents.Read(graph.Initializers.Single(i => i.Name == name), new ExternalData(null));
}
