using System;
using System.Linq;
using Octavo.Compiler;
using Octavo.Generator.Tests.Support;
using Xunit;

namespace Octavo.Generator.Tests.Lengths;

/// <summary>Classes of open length compute, at every length, what the model compiled for that length computes.</summary>
public sealed class OpenLengthTests
{
    private readonly Random _random = new(3);

    [Fact]
    public void Dense_layers()
    {
        OnnxBuilder model = new OnnxBuilder().Input("x", ElementType.Float32, "batch", "time", 24)
            .Initializer("w", Random(24, 40)).Initializer("b", Random(40)).Initializer("v", Random(40, 10))
            .Node("MatMul", ["x", "w"], ["h"]).Node("Add", ["h", "b"], ["i"]).Node("Relu", ["i"], ["j"]).Node("MatMul", ["j", "v"], ["k"]).Node("Softmax", ["k"], ["y"], ("axis", -1)).Output("y");
        using var network = new OpenNetwork(model, "x:1x{}x24", "1..40");
        network.MatchesStatic(1, 2, 3, 16, 39, 40);
    }

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
    public void Attention()
    {
        OnnxBuilder model = new OnnxBuilder().Input("x", ElementType.Float32, "batch", "time", 32);
        AddAttention(model, "x", "y", mask: null);
        model.Output("y");
        using var network = new OpenNetwork(model, "1x{}x32", "1..40");
        network.MatchesStatic(1, 2, 3, 15, 16, 17, 33, 40);
    }

    [Fact]
    public void Embedded_tokens_with_positions_and_a_mask()
    {
        OnnxBuilder model = new OnnxBuilder().Input("tokens", ElementType.Int64, "batch", "time").Input("mask", ElementType.Int64, "batch", "time")
            .Initializer("table", Random(50, 32)).Node("Gather", ["table", "tokens"], ["words"])
            .Initializer("positions", Random(1, 64, 32)).Node("Shape", ["tokens"], ["shape"]).Initializer<long>("one", [1], 1).Initializer<long>("zero", [1], 0)
            .Initializer<long>("two", [1], 2).Node("Slice", ["shape", "one", "two"], ["n"]).Node("Slice", ["positions", "zero", "n", "one"], ["where"])
            .Node("Add", ["words", "where"], ["x"])
            .Node("Cast", ["mask"], ["real"], ("to", 1)).Scalar("unit", 1f).Scalar("least", -1e9f).Node("Sub", ["unit", "real"], ["absent"]).Node("Mul", ["absent", "least"], ["bias"])
            .Initializer<long>("axes", [2], 1, 2).Node("Unsqueeze", ["bias", "axes"], ["attention_mask"]);
        AddAttention(model, "x", "y", "attention_mask");
        AddAttention(model, "y", "z", "attention_mask");
        model.Output("z");
        using var network = new OpenNetwork(model, "tokens:1x{},mask:1x{}", "1..50");
        network.MatchesStatic(1, 2, 3, 15, 16, 17, 33, 50);
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
    public void Convolutions_over_time()
    {
        OnnxBuilder model = new OnnxBuilder().Input("x", ElementType.Float32, 1, 8, "time")
            .Initializer("w", Random(12, 8, 3)).Initializer("v", Random(20, 12, 3)).Initializer("d", Random(20, 1, 5))
            .Node("Conv", ["x", "w"], ["a"], ("pads", new[] { 1, 1 })).Node("Relu", ["a"], ["b"])
            .Node("Conv", ["b", "v"], ["c"], ("pads", new[] { 1, 1 }), ("strides", new[] { 2 }))
            .Node("Conv", ["c", "d"], ["y"], ("pads", new[] { 4, 0 }), ("group", 20)).Output("y");
        using var network = new OpenNetwork(model, "1x8x{}", "1..50");
        network.MatchesReference(1, 50);
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

    [Theory]
    [InlineData("RNN", 1)]
    [InlineData("GRU", 3)]
    [InlineData("LSTM", 4)]
    public void Recurrent_layers(string op, int gates)
    {
        OnnxBuilder model = new OnnxBuilder().Input("x", ElementType.Float32, "time", 1, 8)
            .Initializer("w", Random(2, gates * 16, 8)).Initializer("r", Random(2, gates * 16, 16)).Initializer("b", Random(2, 2 * gates * 16))
            .Node(op, ["x", "w", "r", "b"], ["y", "h"], ("hidden_size", 16), ("direction", "bidirectional")).Output("y").Output("h");
        using var network = new OpenNetwork(model, "{}x1x8", "1..30");
        network.MatchesStatic(1, 2, 3, 17, 30);
    }

    [Fact]
    public void Tensors_joined_along_time_and_along_channels()
    {
        OnnxBuilder model = new OnnxBuilder().Input("x", ElementType.Float32, 1, "time", 6).Input("z", ElementType.Float32, 1, "time", 4).Initializer("first", Random(1, 1, 10))
            .Node("Relu", ["x"], ["r"]).Node("Concat", ["r", "z"], ["wide"], ("axis", 2)).Node("Concat", ["first", "wide", "wide"], ["y"], ("axis", 1)).Output("y")
            .Initializer("w", Random(10, 5)).Node("MatMul", ["y", "w"], ["p"]).Output("p");
        using var network = new OpenNetwork(model, "x:1x{}x6,z:1x{}x4", "1..30");
        network.MatchesReference(1, 30);
    }

    [Fact]
    public void Reductions_over_time()
    {
        OnnxBuilder model = new OnnxBuilder().Input("x", ElementType.Float32, 1, "time", 6)
            .Node("ReduceMean", ["x"], ["mean"], ("axes", new[] { 1 }), ("keepdims", 1)).Node("Sub", ["x", "mean"], ["d"]).Output("d")
            .Node("ReduceMax", ["d"], ["m"], ("axes", new[] { 1, 2 })).Output("m").Node("ArgMax", ["d"], ["i"], ("axis", 1)).Output("i", ElementType.Int64);
        using var network = new OpenNetwork(model, "1x{}x6", "1..30");
        network.MatchesReference(1, 30);
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

    [Fact]
    public void Images_of_open_width()
    {
        OnnxBuilder model = new OnnxBuilder().Input("x", ElementType.Float32, 1, 3, 7, "width").Initializer("w", Random(9, 3, 3, 3)).Initializer("v", Random(5, 9, 3, 3))
            .Node("Conv", ["x", "w"], ["a"], ("pads", new[] { 1, 1, 1, 1 })).Node("Relu", ["a"], ["b"]).Node("MaxPool", ["b"], ["c"], ("kernel_shape", new[] { 3, 2 }), ("strides", new[] { 1, 2 }), ("ceil_mode", 1))
            .Node("Conv", ["c", "v"], ["y"], ("pads", new[] { 1, 1, 1, 1 }), ("strides", new[] { 2, 2 })).Output("y")
            .Node("Pad", ["x"], ["p"], ("mode", "reflect"), ("pads", new[] { 0, 0, 0, 2, 0, 0, 0, 1 })).Output("p");
        model.Model.OpsetImport[0].Version = 10;
        using var network = new OpenNetwork(model, "1x3x7x{}", "3..40");
        network.MatchesReference(3, 40);
    }

    [Fact]
    public void Movement()
    {
        OnnxBuilder model = new OnnxBuilder().Input("x", ElementType.Float32, 2, "time", 6).Initializer<long>("from", [1], 1).Initializer<long>("to", [1], 1000).Initializer<long>("axis", [1], 1)
            .Node("Slice", ["x", "from", "to", "axis"], ["tail"]).Output("tail")
            .Initializer<long>("last", [1], -1).Node("Slice", ["x", "last", "to", "axis"], ["end"]).Output("end")
            .Initializer<long>("lowest", [1], -1000).Initializer<long>("back", [1], -1).Node("Slice", ["x", "last", "lowest", "axis", "back"], ["reversed"]).Output("reversed")
            .Node("Transpose", ["x"], ["t"], ("perm", new[] { 2, 0, 1 })).Output("t")
            .Initializer<long>("flat", [2], 2, -1).Node("Reshape", ["x", "flat"], ["f"]).Output("f")
            .Initializer<long>("pads", [6], 0, 2, 0, 0, 1, 3).Node("Pad", ["x", "pads"], ["p"]).Output("p")
            .Node("CumSum", ["x", "one"], ["c"]).Scalar<long>("one", 1).Output("c")
            .Node("Expand", ["end", "shape"], ["e"]).Node("Shape", ["x"], ["shape"]).Output("e")
            .Node("Split", ["x"], ["a", "b"], ("axis", 2)).Node("Mul", ["a", "b"], ["ab"]).Output("ab")
            .Initializer<long>("tiles", [3], 1, 3, 1).Node("Tile", ["x", "tiles"], ["tiled"]).Output("tiled");
        using var network = new OpenNetwork(model, "2x{}x6", "2..30");
        network.MatchesReference(2, 30);
    }

    [Fact]
    public void Masks_computed_from_positions()
    {
        OnnxBuilder model = new OnnxBuilder().Input("x", ElementType.Float32, 1, "time", "time").Input("lengths", ElementType.Int64, 1, "time")
            .Node("Shape", ["x"], ["shape"]).Scalar<long>("one", 1).Scalar<long>("zero", 0).Node("Gather", ["shape", "one"], ["n"]).Node("Range", ["zero", "n", "one"], ["range"])
            .Initializer<long>("column", [2], -1, 1).Node("Reshape", ["range", "column"], ["rows"]).Node("LessOrEqual", ["range", "rows"], ["causal"])
            .Node("Less", ["range", "lengths"], ["present"]).Node("And", ["causal", "present"], ["seen"]).Scalar("least", -1e9f).Node("Where", ["seen", "x", "least"], ["y"]).Output("y")
            .Node("Trilu", ["x"], ["low"], ("upper", 0)).Output("low");
        using var network = new OpenNetwork(model, "x:1x{}x{},lengths:1x{}", "1..24");
        network.MatchesReference(1, 24);
    }

    [Fact]
    public void Relative_positions()
    {
        OnnxBuilder model = new OnnxBuilder().Input("x", ElementType.Float32, 1, "time", 16).Initializer("table", Random(101)).Scalar<long>("one", 1).Scalar<long>("zero", 0).Scalar<long>("middle", 50)
            .Node("Shape", ["x"], ["shape"]).Node("Gather", ["shape", "one"], ["n"]).Node("Range", ["zero", "n", "one"], ["range"]).Initializer<long>("column", [2], -1, 1).Node("Reshape", ["range", "column"], ["rows"])
            .Node("Sub", ["range", "rows"], ["distance"]).Node("Add", ["distance", "middle"], ["index"]).Node("Gather", ["table", "index"], ["bias"])
            .Node("Einsum", ["x", "x"], ["scores"], ("equation", "bnd,bmd->bnm")).Node("Add", ["scores", "bias"], ["y"]).Output("y");
        using var network = new OpenNetwork(model, "1x{}x16", "2..40");
        network.MatchesReference(2, 40);

        // A table of one number is none.
        ModelException refusal = Assert.Throws<ModelException>(() => ModelCompiler.Compile(model.Source(), Lowered.Options with { InputShapes = "1x1..40x16" }));
        Assert.Contains("(at length 1, compared with 40)", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, 0, "x is [1,length,24] and takes 24 times the length, 3 to 20, in elements, not 0.")]
    [InlineData(48, 20, "x is [1,length,24] and takes 24 times the length, 3 to 20, in elements, not 48.")]
    [InlineData(504, 210, "x is [1,length,24] and takes 24 times the length, 3 to 20, in elements, not 504.")]
    [InlineData(121, 50, "x is [1,length,24] and takes 24 times the length, 3 to 20, in elements, not 121.")]
    [InlineData(120, 60, "y is [1,length,10] and takes 50 elements for length 5, not 60.")]
    public void Wrong_lengths_are_refused(int x, int y, string message)
    {
        OnnxBuilder model = new OnnxBuilder().Input("x", ElementType.Float32, 1, "time", 24).Initializer("w", Random(24, 10)).Node("MatMul", ["x", "w"], ["y"]).Output("y");
        using var network = new OpenNetwork(model, "1x{}x24", "3..20");
        ArgumentException error = Assert.Throws<ArgumentException>(() => network.Run([new float[x]], [new float[y]]));
        Assert.StartsWith(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_class_says_which_lengths_it_takes()
    {
        OnnxBuilder model = new OnnxBuilder().Input("length", ElementType.Float32, 1, "time", 24).Initializer("w", Random(24, 10)).Node("MatMul", ["length", "w"], ["y"]).Output("y");
        using var network = new OpenNetwork(model, "1x{}x24", "<=20");
        network.MatchesReference(1, 20);
        Assert.Equal(new Octavo.Runtime.LengthRange(1, 20), network.Info.Lengths);
        Assert.Equal([1, -1, 24], network.Info.Inputs[0].Shape);
        Assert.Equal([1, -1, 10], network.Info.Outputs[0].Shape);
        Assert.Equal(20 * 24 * 10, network.Info.MultiplyAccumulates);
    }

    [Fact]
    public void Two_compilations_give_the_same_code_and_weights()
    {
        OnnxBuilder model = new OnnxBuilder().Input("x", ElementType.Float32, 1, 8, "time").Node("GlobalAveragePool", ["x"], ["g"]).Node("Sub", ["x", "g"], ["y"]).Output("y");
        CompilerOptions options = Lowered.Options with { InputShapes = "1x8x1..20" };
        CompiledModel first = ModelCompiler.Compile(model.Source(), options), second = ModelCompiler.Compile(model.Source(), options);
        Assert.Equal(first.Weights, second.Weights);
        Assert.Equal(first.Source, second.Source);
    }

    [Theory]
    [InlineData("1x5..3x24", "the range 5..3 holds no length")]
    [InlineData("1x0..3x24", "the range 0..3 holds no length")]
    [InlineData("1x1..8x1..24", "the dimensions 1..8 and 1..24 are open alike, but a model has one length; give them the same range")]
    [InlineData("1x<=x24", "'1x<=x24' is no shape")]
    [InlineData("1x1...8x24", "'1x1...8x24' is no shape")]
    public void Wrong_ranges_are_refused(string shapes, string reason)
    {
        OnnxBuilder model = new OnnxBuilder().Input("x", ElementType.Float32, "batch", "time", "width").Node("Relu", ["x"], ["y"]).Output("y");
        ModelException refusal = Assert.Throws<ModelException>(() => ModelCompiler.Compile(model.Source(), Lowered.Options with { InputShapes = shapes }));
        Assert.Equal(ProblemKind.InvalidOption, refusal.Problems[0].Kind);
        Assert.Contains(reason, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_depends_on_the_length_otherwise_is_refused()
    {
        OnnxBuilder model = new OnnxBuilder().Input("x", ElementType.Float32, 1, "time", 24).Initializer<long>("s", [3], 1, 48, -1).Node("Reshape", ["x", "s"], ["y"]).Output("y");
        ModelException refusal = Assert.Throws<ModelException>(() => ModelCompiler.Compile(model.Source(), Lowered.Options with { InputShapes = "1x1..40x24" }));
        Assert.Equal(ProblemKind.SymbolicShape, refusal.Problems[0].Kind);
        Assert.Contains("every length from 1 to 40: with length 39, ", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("Reshape_0", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Dynamically_quantized_dense_layers()
    {
        OnnxBuilder model = new OnnxBuilder().Input("x", ElementType.Float32, "batch", "time", 80);
        Product(model, "x", "h", 80, 64);
        model.Node("Relu", ["h"], ["r"]);
        Product(model, "r", "y", 64, 20);
        model.Output("y");
        using var network = new OpenNetwork(model, "1x{}x80", "1..70");
        network.MatchesReference(1, 70);
    }

    private TensorData Random(params int[] shape) => Lowered.Random(_random, ElementType.Float32, shape);

    /// <summary>Four heads of eight over [1, n, 32]; shapes are computed from the input's, as exporters write them.</summary>
    private void AddAttention(OnnxBuilder model, string x, string y, string? mask)
    {
        model.Node("Shape", [x], [y + "_shape"]).Initializer<long>(y + "_i", [1], 1).Node("Gather", [y + "_shape", y + "_i"], [y + "_n"])
            .Initializer<long>(y + "_b", [1], 1).Initializer<long>(y + "_heads", [2], 4, 8).Initializer<long>(y + "_width", [1], 32)
            .Node("Concat", [y + "_b", y + "_n", y + "_heads"], [y + "_split"], ("axis", 0)).Node("Concat", [y + "_b", y + "_n", y + "_width"], [y + "_join"], ("axis", 0));
        foreach (string name in new[] { "q", "k", "v" })
        {
            Product(model, x, $"{y}_{name}_flat", 32, 32, suffix: name);
            model.Node("Reshape", [$"{y}_{name}_flat", y + "_split"], [$"{y}_{name}_split"])
                .Node("Transpose", [$"{y}_{name}_split"], [$"{y}_{name}"], ("perm", name == "k" ? new[] { 0, 2, 3, 1 } : [0, 2, 1, 3]));
        }

        model.Node("MatMul", [y + "_q", y + "_k"], [y + "_raw"]).Scalar(y + "_root", 2.8284271f).Node("Div", [y + "_raw", y + "_root"], [y + "_scores"]);
        string scores = y + "_scores";
        if (mask is not null)
        {
            model.Node("Add", [scores, mask], [y + "_masked"]);
            scores = y + "_masked";
        }

        model.Node("Softmax", [scores], [y + "_p"], ("axis", -1)).Node("MatMul", [y + "_p", y + "_v"], [y + "_h"])
            .Node("Transpose", [y + "_h"], [y + "_t"], ("perm", new[] { 0, 2, 1, 3 })).Node("Reshape", [y + "_t", y + "_join"], [y + "_j"]);
        Product(model, y + "_j", y + "_o", 32, 32);
        model.Node("Add", [x, y + "_o"], [y + "_r"]).Initializer(y + "_g", Random(32)).Initializer(y + "_e", Random(32))
            .Node("LayerNormalization", [y + "_r", y + "_g", y + "_e"], [y], ("axis", -1));
    }

    /// <summary>A product as ONNX Runtime's dynamic quantization writes it.</summary>
    private void Product(OnnxBuilder model, string x, string y, int k, int n, string suffix = "") => model
        .Node("DynamicQuantizeLinear", [x], [x + suffix + "_q", x + suffix + "_s", x + suffix + "_z"])
        .Initializer(y + "_w", Lowered.Random(_random, ElementType.Int8, k, n)).Scalar(y + "_wz", (sbyte)0).Scalar(y + "_ws", 0.01f).Initializer(y + "_b", Random(n))
        .Node("MatMulInteger", [x + suffix + "_q", y + "_w", x + suffix + "_z", y + "_wz"], [y + "_i"]).Node("Cast", [y + "_i"], [y + "_f"], ("to", 1))
        .Node("Mul", [x + suffix + "_s", y + "_ws"], [y + "_ss"]).Node("Mul", [y + "_f", y + "_ss"], [y + "_m"]).Node("Add", [y + "_m", y + "_b"], [y]);
}
