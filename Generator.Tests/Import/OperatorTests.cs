using System.Linq;
using Octavo.Compiler;
using Octavo.Generator.Tests.Support;
using Xunit;

namespace Octavo.Generator.Tests.Import;

/// <summary>What operators mean, by small results; ONNX's own test suite covers the rest where it is present.</summary>
public sealed class OperatorTests
{
    [Theory]
    [InlineData("SAME_UPPER", new[] { 0, 0 }, new[] { 1, 1 }, 3)]
    [InlineData("SAME_LOWER", new[] { 1, 1 }, new[] { 0, 0 }, 3)]
    [InlineData("VALID", new[] { 0, 0 }, new[] { 0, 0 }, 2)]
    [InlineData("NOTSET", new[] { 1, 1 }, new[] { 1, 1 }, 3)]
    public void Automatic_padding_becomes_explicit(string mode, int[] begin, int[] end, int size)
    {
        (string, object)[] pads = mode == "NOTSET" ? [("pads", new[] { 1, 1, 1, 1 })] : [];
        Graph graph = Importing.Graph(Input(1, 1, 5, 5)
            .Initializer<float>("w", [1, 1, 2, 2], 1, 1, 1, 1)
            .Node("Conv", ["x", "w"], ["y"], [("auto_pad", mode), ("strides", new[] { 2, 2 }), .. pads])
            .Output("y"));

        Window window = Assert.IsType<Conv>(graph.Nodes[0].Op).Window;
        Assert.Equal(begin, window.PadsBegin);
        Assert.Equal(end, window.PadsEnd);
        Assert.Equal(size, graph.Outputs[0].Value.Shape[-1]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Convolutions_have_one_to_three_axes(int axes)
    {
        int[] x = [1, 4, .. Enumerable.Repeat(5, axes)], w = [6, 2, .. Enumerable.Repeat(3, axes)];
        Graph graph = Importing.Graph(Input(x)
            .Initializer("w", w, new float[w.Aggregate(1, (a, b) => a * b)])
            .Initializer<float>("b", [6], new float[6])
            .Node("Conv", ["x", "w", "b"], ["y"], ("group", 2))
            .Output("y"));

        Assert.Equal(new Shape([1, 6, .. Enumerable.Repeat(3, axes)]), graph.Outputs[0].Value.Shape);
    }

    [Fact]
    public void Negative_pads_of_windows_are_refused() => Assert.Equal(
        ProblemKind.UnsupportedAttribute,
        Importing.Refused(Input(1, 1, 4, 4).Node("MaxPool", ["x"], ["y"], ("kernel_shape", new[] { 2, 2 }), ("pads", new[] { -1, 0, 0, 0 })).Output("y")).Kind);

    [Fact]
    public void A_window_larger_than_any_image_is_refused() => Assert.Equal(
        ProblemKind.InvalidGraph,
        Importing.Refused(Input(1, 1, 4, 4)
            .Node("MaxPool", ["x"], ["y"], ("kernel_shape", new[] { 65536, 2 }), ("dilations", new[] { 65537, 1 }))
            .Output("y")).Kind);

    [Theory]
    [InlineData("Min", 0f)]
    [InlineData("Max", 3f)]
    [InlineData("Sum", 5f)]
    public void Any_number_of_operands_becomes_a_chain(string op, float expected) => Importing.AssertEqual(
        Importing.Evaluate(Input(1).Scalar("a", 3f).Scalar("b", 0f).Node(op, ["x", "a", "b"], ["y"]).Output("y"), [2]), [1], expected);

    [Fact]
    public void Powers_may_have_integer_exponents() => Importing.AssertEqual(
        Importing.Evaluate(Input(2).Scalar("two", 2L).Node("Pow", ["x", "two"], ["y"]).Output("y"), [3, -4]), [2], 9, 16);

    [Fact]
    public void Gemm_has_all_its_attributes() => Importing.AssertEqual(
        Importing.Evaluate(
            Input(2, 1)
                .Initializer<float>("b", [1, 2], 3, 4)
                .Initializer<float>("c", [1], 10)
                .Node("Gemm", ["x", "b", "c"], ["y"], ("alpha", 2f), ("beta", 0.5f), ("transA", 1), ("transB", 1))
                .Output("y"),
            [1, 2]),
        [1, 1], 27);

    [Theory]
    [InlineData("LeakyRelu", 0.01f, 0)]
    [InlineData("Elu", 1, 0)]
    [InlineData("HardSigmoid", 0.2f, 0.5f)]
    [InlineData("HardSwish", 0, 0)]
    public void Activations_have_the_defaults_of_ONNX(string op, float alpha, float beta)
    {
        var unary = Assert.IsType<Unary>(Importing.Graph(Input(2).Node(op, ["x"], ["y"]).Output("y")).Nodes[0].Op);

        Assert.Equal((alpha, beta), (unary.Alpha, unary.Beta));
    }

    [Theory]
    [InlineData("GlobalMaxPool", 3)]
    [InlineData("GlobalAveragePool", 1.5f)]
    public void Global_pools(string op, float expected) =>
        Importing.AssertEqual(Importing.EvaluateCounting(Input(1, 1, 2, 2).Node(op, ["x"], ["y"]).Output("y")), [1, 1, 1, 1], expected);

    [Theory]
    [InlineData(new long[] { 0, -1 }, 0, new[] { 2, 6 })]
    [InlineData(new long[] { 3, 0, -1 }, 0, new[] { 3, 3, 2 }, 2, 3, 3)]
    [InlineData(new long[] { -1 }, 0, new[] { 12 })]
    [InlineData(new long[] { 0, 0 }, 1, new[] { 0, 0 }, 0, 3, 2)]
    public void Reshape_fills_in_dimensions(long[] target, int allowZero, int[] expected, params int[] shape) => Assert.Equal(
        new Shape(expected),
        Importing.Graph(Input(shape.Length > 0 ? shape : [2, 3, 2])
            .Initializer("shape", [target.Length], target)
            .Node("Reshape", ["x", "shape"], ["y"], ("allowzero", allowZero))
            .Output("y")).Outputs[0].Value.Shape);

    [Theory]
    [InlineData(1, 2, 6)]
    [InlineData(0, 1, 12)]
    [InlineData(-1, 6, 2)]
    [InlineData(3, 12, 1)]
    public void Flatten_splits_the_axes(int axis, int rows, int columns) => Assert.Equal(
        new Shape(rows, columns), Importing.Graph(Input(2, 3, 2).Node("Flatten", ["x"], ["y"], ("axis", axis)).Output("y")).Outputs[0].Value.Shape);

    [Theory]
    [InlineData(4, 0, -2, new float[] { 4, 2 })]
    [InlineData(-1, long.MinValue, -1, new float[] { 4, 3, 2, 1, 0 })]
    [InlineData(1, long.MaxValue, 3, new float[] { 1, 4 })]
    [InlineData(-100, 100, 1, new float[] { 0, 1, 2, 3, 4 })]
    [InlineData(3, 1, 1, new float[0])]
    [InlineData(0, 5, long.MaxValue, new float[] { 0 })]
    public void Slice_counts_from_both_ends(long start, long end, long step, float[] expected) => Importing.AssertEqual(
        Importing.EvaluateCounting(Input(5)
            .Initializer<long>("s", [1], start)
            .Initializer<long>("e", [1], end)
            .Initializer<long>("a", [1], 0)
            .Initializer<long>("t", [1], step)
            .Node("Slice", ["x", "s", "e", "a", "t"], ["y"])
            .Output("y")),
        [expected.Length], expected);

    [Fact]
    public void Negative_pads_cut() => Importing.AssertEqual(
        Importing.EvaluateCounting(Input(4).Initializer<long>("p", [2], -1, 2).Node("Pad", ["x", "p"], ["y"]).Output("y")), [5], 1, 2, 3, 0, 0);

    [Fact]
    public void Codes_are_padded_with_a_code()
    {
        TensorData padded = Importing.Evaluate(
            Input(2)
                .Scalar("s", 0.5f)
                .Scalar("z", (byte)3)
                .Scalar("code", (byte)200)
                .Initializer<long>("p", [2], 1, 0)
                .Node("QuantizeLinear", ["x", "s", "z"], ["q"])
                .Node("Pad", ["q", "p", "code"], ["y"])
                .Output("y", ElementType.UInt8),
            [1, 2]);

        Importing.AssertEqual(padded, [3], 200, 5, 7);
    }

    /// <summary>The fake quantization of fbgemm: seven bits by a Clip between the two nodes.</summary>
    [Fact]
    public void Codes_are_clipped_by_codes() => Importing.AssertEqual(
        Importing.Evaluate(
            Input(3)
                .Scalar("s", 0.5f)
                .Scalar("z", (byte)3)
                .Scalar("high", (byte)127)
                .Node("QuantizeLinear", ["x", "s", "z"], ["q"])
                .Node("Clip", ["q", "", "high"], ["c"])
                .Node("DequantizeLinear", ["c", "s", "z"], ["y"])
                .Output("y"),
            [-9, 1, 100]),
        [3], -1.5f, 1, 62);

    [Fact]
    public void Gather_picks_constant_indices_of_any_rank() => Importing.AssertEqual(
        Importing.EvaluateCounting(Input(2, 3).Initializer<long>("i", [2, 1], -1, 0).Node("Gather", ["x", "i"], ["y"], ("axis", 1)).Output("y")),
        [2, 2, 1], 2, 0, 5, 3);

    [Fact]
    public void Gather_at_run_time_stays_a_gather() => Assert.Equal(
        "Gather", Importing.Operators(Input(2, 3).Input("i", ElementType.Int64, 2).Node("Gather", ["x", "i"], ["y"]).Output("y")));

    [Theory]
    [InlineData("DCR")]
    [InlineData("CRD")]
    public void DepthToSpace_orders_blocks(string mode)
    {
        // Eight channels of one row of two pixels become two channels of 2 × 4.
        TensorData y = Importing.EvaluateCounting(Input(1, 8, 1, 2).Node("DepthToSpace", ["x"], ["y"], ("blocksize", 2), ("mode", mode)).Output("y"));

        Assert.Equal(new Shape(1, 2, 2, 4), y.Shape);
        Assert.Equal(Reference(mode), y.ToFloats());

        static float[] Reference(string mode)
        {
            var result = new float[16];
            for (int c = 0; c < 2; c++)
            {
                for (int row = 0; row < 2; row++)
                {
                    for (int column = 0; column < 4; column++)
                    {
                        int block = (row * 2) + (column % 2);
                        int channel = mode == "DCR" ? (block * 2) + c : (c * 4) + block;
                        result[(c * 8) + (row * 4) + column] = (channel * 2) + (column / 2);
                    }
                }
            }

            return result;
        }
    }

    [Fact]
    public void SpaceToDepth_undoes_DepthToSpace() => Importing.AssertEqual(
        Importing.EvaluateCounting(Input(1, 4, 1, 1).Node("DepthToSpace", ["x"], ["d"], ("blocksize", 2)).Node("SpaceToDepth", ["d"], ["y"], ("blocksize", 2)).Output("y")),
        [1, 4, 1, 1], 0, 1, 2, 3);

    [Theory]
    [InlineData("asymmetric", "floor", new float[] { 0, 0, 1, 1 })]
    [InlineData("half_pixel", "round_prefer_floor", new float[] { 0, 0, 1, 1 })]
    [InlineData("align_corners", "ceil", new float[] { 0, 1, 1, 1 })]
    [InlineData("pytorch_half_pixel", "round_prefer_ceil", new float[] { 0, 0, 1, 1 })]
    public void Resize_to_the_nearest_pixel(string coordinates, string rounding, float[] expected) => Importing.AssertEqual(
        Importing.EvaluateCounting(Input(1, 1, 1, 2)
            .Initializer<long>("sizes", [4], 1, 1, 1, 4)
            .Node("Resize", ["x", "", "", "sizes"], ["y"], ("coordinate_transformation_mode", coordinates), ("nearest_mode", rounding))
            .Output("y")),
        [1, 1, 1, 4], expected);

    [Fact]
    public void Expand_and_Tile_repeat() => Importing.AssertEqual(
        Importing.EvaluateCounting(Input(2, 1)
            .Initializer<long>("shape", [3], 1, 1, 2)
            .Initializer<long>("repeats", [3], 1, 2, 1)
            .Node("Expand", ["x", "shape"], ["e"])
            .Node("Tile", ["e", "repeats"], ["y"])
            .Output("y")),
        [1, 4, 2], 0, 0, 1, 1, 0, 0, 1, 1);

    [Fact]
    public void Concat_of_differently_quantized_codes_joins_numbers()
    {
        Graph graph = Importing.Graph(Input(2)
            .Scalar("s", 0.5f)
            .Scalar("t", 0.25f)
            .Node("QuantizeLinear", ["x", "s"], ["a"])
            .Node("QuantizeLinear", ["x", "t"], ["b"])
            .Node("Concat", ["a", "b"], ["y"], ("axis", 0))
            .Output("y", ElementType.UInt8));

        Assert.All(graph.Nodes.Single(n => n.Op is Concat).Inputs, v => Assert.False(v!.Type.IsQuantized));
        Importing.AssertEqual(
            Compiler.Reference.Evaluator.Run(graph, [TensorData.Floats(new Shape(2), 1, 2)])[0], [4], 2, 4, 4, 8);
    }

    [Fact]
    public void CastLike_takes_the_type_of_its_second_operand() => Assert.Equal(
        ElementType.Int32,
        Importing.Graph(Input(2).Scalar("like", 0).Node("CastLike", ["x", "like"], ["y"]).Output("y", ElementType.Int32)).Outputs[0].Value.Type.Element);

    private static OnnxBuilder Input(params int[] shape) => new OnnxBuilder().Input("x", ElementType.Float32, shape.Select(d => (Dim)d).ToArray());
}
