using System;
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

    private TensorData Random(params int[] shape) => Lowered.Random(_random, ElementType.Float32, shape);
}
