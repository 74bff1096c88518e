using System;
using System.Linq;
using Octavo.Compiler;
using Octavo.Generator.Tests.Support;
using Xunit;

namespace Octavo.Generator.Tests.Lengths;

/// <summary>Quantized networks of open length compute, at every length, what the model compiled for that length computes.</summary>
public sealed class OpenQuantizedTests
{
    private readonly Random _random = new(3);

    [Fact]
    public void Weights_that_stay_codes()
    {
        byte[] codes = new byte[24 * 2 * 16], table = new byte[30 * 16];
        _random.NextBytes(codes);
        _random.NextBytes(table);
        OnnxBuilder model = new OnnxBuilder().Opset("com.microsoft", 1).Input("tokens", ElementType.Int64, "batch", "time")
            .Initializer("t", [30, 16], table).Initializer("u", Random(30, 2)).Initializer("w", [40, 2, 8], codes[..(40 * 16)]).Initializer("s", Random(80)).Initializer("b", Random(40))
            .Node("com.microsoft:GatherBlockQuantized", ["t", "tokens", "u"], ["x"], ("block_size", 16))
            .Node("com.microsoft:MatMulNBits", ["x", "w", "s", "", "", "b"], ["h"], ("K", 32), ("N", 40), ("bits", 4), ("block_size", 16)).Node("Relu", ["h"], ["r"])
            .Initializer("v", [24, 2, 16], codes).Initializer("k", Random(48))
            .Node("com.microsoft:MatMulNBits", ["r", "v", "k"], ["y"], ("K", 40), ("N", 24), ("bits", 4), ("block_size", 32), ("accuracy_level", 4)).Output("y");
        using var network = new OpenNetwork(model, "1x{}", "1..40");
        network.MatchesStatic(1, 2, 3, 16, 39, 40);
    }

    [Fact]
    public void Recurrent_layers_with_quantized_states_behind_those_in_float()
    {
        byte[] w = new byte[2 * 18 * 80], r = new byte[2 * 20 * 80];
        _random.NextBytes(w);
        _random.NextBytes(r);
        TensorData Codes(byte[] codes, int rows) => new(ElementType.UInt8, new Shape(2, rows, 80), codes);
        OnnxBuilder model = new OnnxBuilder().Opset("com.microsoft", 1).Input("x", ElementType.Float32, "time", 1, 7)
            .Initializer("gw", Random(1, 54, 7)).Initializer("gr", Random(1, 54, 18)).Node("GRU", ["x", "gw", "gr"], ["g"], ("hidden_size", 18)).Initializer<long>("axis", [1], 1).Node("Squeeze", ["g", "axis"], ["h"])
            .Initializer("w", Codes(w, 18)).Initializer("r", Codes(r, 20)).Initializer("s", [2], 0.003f, 0.002f).Initializer("z", [2], (byte)120, (byte)131)
            .Node("com.microsoft:DynamicQuantizeLSTM", ["h", "w", "r", "", "", "", "", "", "s", "z", "s", "z"], ["y"], ("hidden_size", 20), ("direction", "bidirectional")).Output("y");
        using var network = new OpenNetwork(model, "{}x1x7", "1..20");
        network.MatchesStatic(1, 2, 5, 19, 20);
    }

    [Fact]
    public void Dynamically_quantized_convolutions_over_time()
    {
        OnnxBuilder model = new OnnxBuilder().Input("x", ElementType.Float32, 1, 8, "time")
            .Node("DynamicQuantizeLinear", ["x"], ["x_q", "x_s", "x_z"])
            .Initializer("w", Lowered.Random(_random, ElementType.UInt8, 12, 8, 3)).Scalar("wz", (byte)119).Scalar("ws", 0.013f)
            .Node("ConvInteger", ["x_q", "w", "x_z", "wz"], ["sum"], ("pads", new[] { 1, 1 }), ("strides", new[] { 2 }))
            .Node("Cast", ["sum"], ["real"], ("to", 1)).Node("Mul", ["x_s", "ws"], ["scale"]).Node("Mul", ["real", "scale"], ["y"]).Output("y");
        using var network = new OpenNetwork(model, "1x8x{}", "1..50");
        network.MatchesReference(1, 50);
    }

    [Fact]
    public void Quantized_convolutions_and_products()
    {
        OnnxBuilder model = new OnnxBuilder().Input("x", ElementType.Float32, 1, 8, "time").Scalar("s", 0.02f).Scalar("z", (byte)120).Scalar("ws", 0.01f).Scalar("wz", (sbyte)0)
            .Initializer("w", Lowered.Random(_random, ElementType.Int8, 12, 8, 3)).Initializer("v", Lowered.Random(_random, ElementType.Int8, 12, 20))
            .Node("QuantizeLinear", ["x", "s", "z"], ["q"]).Node("DequantizeLinear", ["q", "s", "z"], ["d"]).Node("DequantizeLinear", ["w", "ws", "wz"], ["wd"])
            .Node("Conv", ["d", "wd"], ["c"], ("pads", new[] { 2, 0 })).Node("QuantizeLinear", ["c", "s", "z"], ["cq"]).Node("DequantizeLinear", ["cq", "s", "z"], ["cd"])
            .Node("Transpose", ["cd"], ["t"], ("perm", new[] { 0, 2, 1 })).Node("DequantizeLinear", ["v", "ws", "wz"], ["vd"]).Node("MatMul", ["t", "vd"], ["p"])
            .Node("QuantizeLinear", ["p", "s", "z"], ["pq"]).Node("DequantizeLinear", ["pq", "s", "z"], ["y"]).Output("y");
        using var network = new OpenNetwork(model, "1x8x{}", "1..50");
        network.MatchesStatic(1, 2, 3, 16, 31, 50);
    }

    [Fact]
    public void Blocks_of_zeros_are_left_out_of_weights_whose_lists_serve_all_lengths()
    {
        // A row of the kernel over time is one run at every length; rows over an image lie apart by its width.
        OnnxBuilder model = new OnnxBuilder().Input("x", ElementType.Float32, 1, 8, 4, "width").Scalar("s", 0.02f).Scalar("z", (byte)120).Scalar("ws", 0.01f).Scalar("wz", (sbyte)0)
            .Initializer("w", Lowered.Random(_random, ElementType.Int8, 12, 8, 1, 3)).Initializer("v", Lowered.Random(_random, ElementType.Int8, 8, 12, 2, 2))
            .Initializer("zeros", new TensorData(ElementType.Int8, new Shape(12, 8, 1, 3))).Initializer("more", new TensorData(ElementType.Int8, new Shape(8, 12, 2, 2)))
            .Node("Concat", ["w", "zeros"], ["ww"], ("axis", 1)).Node("Concat", ["v", "more"], ["vv"], ("axis", 1)).Node("Concat", ["x", "x"], ["xx"], ("axis", 1))
            .Node("QuantizeLinear", ["xx", "s", "z"], ["q"]).Node("DequantizeLinear", ["q", "s", "z"], ["d"]).Node("DequantizeLinear", ["ww", "ws", "wz"], ["wd"])
            .Node("Conv", ["d", "wd"], ["c"], ("pads", new[] { 0, 1, 0, 1 })).Node("QuantizeLinear", ["c", "s", "z"], ["cq"]).Node("DequantizeLinear", ["cq", "s", "z"], ["cd"])
            .Node("Concat", ["cd", "cd"], ["cc"], ("axis", 1)).Node("DequantizeLinear", ["vv", "ws", "wz"], ["vd"])
            .Node("Conv", ["cc", "vd"], ["p"]).Node("QuantizeLinear", ["p", "s", "z"], ["pq"]).Node("DequantizeLinear", ["pq", "s", "z"], ["y"]).Output("y");
        using var network = new OpenNetwork(model, "1x8x4x{}", "3..30");
        network.MatchesStatic(3, 4, 5, 16, 30);
        Assert.Equal(["conv1x3 16->12, 50 % of blocks zero, skipped", "conv2x2 24->8"], network.Model.Plan.Layers.Select(l => l.Kernel).Where(k => k.StartsWith("conv", StringComparison.Ordinal)));
    }

    [Fact]
    public void Quantized_attention_keeps_its_tables_per_length()
    {
        OnnxBuilder model = new OnnxBuilder().Input("q", ElementType.Float32, 2, "time", 8).Input("k", ElementType.Float32, 2, 8, "time").Scalar("s", 0.05f).Scalar("z", (byte)120)
            .Scalar("ps", 1 / 256f).Scalar("pz", (byte)0);
        foreach (string name in new[] { "q", "k" })
        {
            model.Node("QuantizeLinear", [name, "s", "z"], [name + "q"]).Node("DequantizeLinear", [name + "q", "s", "z"], [name + "d"]);
        }

        model.Node("MatMul", ["qd", "kd"], ["m"]).Node("QuantizeLinear", ["m", "s", "z"], ["mq"]).Node("DequantizeLinear", ["mq", "s", "z"], ["md"])
            .Node("Softmax", ["md"], ["p"], ("axis", -1)).Node("QuantizeLinear", ["p", "ps", "pz"], ["pq"]).Node("DequantizeLinear", ["pq", "ps", "pz"], ["y"]).Output("y");
        using var network = new OpenNetwork(model, "q:2x{}x8,k:2x8x{}", "1..40");
        network.MatchesStatic(1, 2, 3, 15, 16, 17, 39, 40);
        Assert.Contains("softmax", network.Model.Plan.Layers.Select(l => l.Kernel));
    }

    [Fact]
    public void Quantized_means_keep_their_multipliers_per_length()
    {
        OnnxBuilder model = new OnnxBuilder().Input("x", ElementType.Float32, 1, 8, "time", 5).Scalar("s", 0.02f).Scalar("z", (byte)120).Scalar("t", 0.011f)
            .Node("QuantizeLinear", ["x", "s", "z"], ["q"]).Node("DequantizeLinear", ["q", "s", "z"], ["d"]).Node("GlobalAveragePool", ["d"], ["g"])
            .Node("QuantizeLinear", ["g", "t", "z"], ["gq"]).Node("DequantizeLinear", ["gq", "t", "z"], ["y"]).Output("y");
        using var network = new OpenNetwork(model, "1x8x{}x5", "1..40");
        network.MatchesStatic(1, 2, 3, 17, 40);
    }

    private TensorData Random(params int[] shape) => Lowered.Random(_random, ElementType.Float32, shape);
}
