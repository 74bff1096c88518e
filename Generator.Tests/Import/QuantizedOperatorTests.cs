using System.Linq;
using Octavo.Compiler;
using Octavo.Generator.Tests.Support;
using Xunit;

namespace Octavo.Generator.Tests.Import;

/// <summary>Operators with scales of their own become the plain operators on quantized types.</summary>
public sealed class QuantizedOperatorTests
{
    private static readonly Quantization X = new(0.5f, 3), Y = new(0.25f, 7);

    [Fact]
    public void QLinearConv()
    {
        Node node = Single(Model(1, 2, 4, 4)
            .Initializer<sbyte>("w", [3, 2, 1, 1], 1, 2, 3, 4, 5, 6)
            .Initializer<float>("ws", [3], 1, 2, 4)
            .Scalar("wz", (sbyte)0)
            .Initializer<int>("b", [3], 1, 2, 3)
            .Node("QLinearConv", ["x", "xs", "xz", "w", "ws", "wz", "ys", "yz", "b"], ["y"]));

        Assert.IsType<Conv>(node.Op);
        Assert.Equal(X, node.X.Type.Quantization);
        Assert.Equal(new Quantization([1, 2, 4], [0, 0, 0], 0), node.Inputs[1]!.Type.Quantization);
        Assert.Equal(ElementType.Int32, node.Inputs[2]!.Type.Element);
        Assert.Equal(Y, node.Y.Type.Quantization);
    }

    [Fact]
    public void QLinearMatMul_takes_columns_of_b_one_by_one()
    {
        Node node = Single(Model(4, 2)
            .Initializer<sbyte>("w", [2, 3], 1, 2, 3, 4, 5, 6)
            .Initializer<float>("ws", [3], 1, 2, 4)
            .Initializer<sbyte>("wz", [3], 0, 0, 0)
            .Node("QLinearMatMul", ["x", "xs", "xz", "w", "ws", "wz", "ys", "yz"], ["y"]));

        Assert.IsType<MatMul>(node.Op);
        Assert.Equal(1, node.Inputs[1]!.Type.Quantization!.Axis);
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(1, false)]
    public void QGemm_gives_floats_without_a_result_scale(int transB, bool quantized)
    {
        string[] inputs = ["x", "xs", "xz", "w", "ws", "wz", "c", .. quantized ? new[] { "ys", "yz" } : []];
        Node node = Single(
            Model(4, 3)
                .Initializer<sbyte>("w", [3, 3], new sbyte[9])
                .Initializer<float>("ws", [3], 1, 2, 4)
                .Initializer<sbyte>("wz", [3], 0, 0, 0)
                .Initializer<int>("c", [3], 1, 2, 3)
                .Node("com.microsoft:QGemm", inputs, ["y"], ("transB", transB), ("alpha", 2f)),
            quantized ? ElementType.UInt8 : ElementType.Float32);

        Assert.Equal(new Gemm(2, 1, false, transB == 1), node.Op);
        Assert.Equal(transB == 1 ? 0 : 1, node.Inputs[1]!.Type.Quantization!.Axis);
        Assert.Equal(quantized ? Y : null, node.Y.Type.Quantization);
    }

    [Theory]
    [InlineData("QLinearAdd", BinaryKind.Add)]
    [InlineData("QLinearMul", BinaryKind.Mul)]
    public void Binary(string name, BinaryKind kind)
    {
        Node node = Single(Model(2, 3)
            .Initializer<byte>("b", [3], 1, 2, 3)
            .Node("com.microsoft:" + name, ["x", "xs", "xz", "b", "ys", "", "ys", "yz"], ["y"]));

        Assert.Equal(new Binary(kind), node.Op);
        Assert.Equal(new Quantization(0.25f, 0), node.Inputs[1]!.Type.Quantization);
        Assert.Equal(Y, node.Y.Type.Quantization);
    }

    [Fact]
    public void QLinearConcat_joins_different_quantizations()
    {
        Node node = Single(Model(2, 3)
            .Initializer<byte>("b", [2, 1], 1, 2)
            .Node("com.microsoft:QLinearConcat", ["ys", "yz", "x", "xs", "xz", "b", "ys", "yz"], ["y"], ("axis", 1)));

        Assert.Equal(new Concat(1), node.Op);
        Assert.Equal([X, Y], node.Inputs.Select(v => v!.Type.Quantization));
        Assert.Equal(new TensorType(ElementType.UInt8, new Shape(2, 4), Y), node.Y.Type);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Pools_know_both_layouts(int channelsLast)
    {
        int[] shape = channelsLast == 1 ? [1, 4, 6, 2] : [1, 2, 4, 6];
        OnnxBuilder Model1() => Model(shape[0], shape[1], shape[2], shape[3]);

        Node global = Single(Model1().Node("com.microsoft:QLinearGlobalAveragePool", ["x", "xs", "xz", "ys", "yz"], ["y"], ("channels_last", channelsLast)));
        Node windows = Single(Model1().Node(
            "com.microsoft:QLinearAveragePool", ["x", "xs", "xz", "ys", "yz"], ["y"],
            ("channels_last", channelsLast), ("kernel_shape", new[] { 2, 3 }), ("strides", new[] { 2, 3 })));

        Assert.Equal(channelsLast == 1 ? new Shape(1, 1, 1, 2) : new Shape(1, 2, 1, 1), global.Y.Shape);
        Assert.Equal(channelsLast == 1 ? new Shape(1, 2, 2, 2) : new Shape(1, 2, 2, 2), windows.Y.Shape);
        Assert.Equal(Y, windows.Y.Type.Quantization);
    }

    [Fact]
    public void Functions()
    {
        string[] inputs = ["x", "xs", "xz", "ys", "yz"];

        Assert.Equal(new Unary(UnaryKind.Sigmoid), Single(Model(2, 3).Node("com.microsoft:QLinearSigmoid", inputs, ["y"])).Op);
        Assert.Equal(new Unary(UnaryKind.LeakyRelu, 0.01f), Single(Model(2, 3).Node("com.microsoft:QLinearLeakyRelu", inputs, ["y"])).Op);
        Assert.Equal(new Softmax(1), Single(Model(2, 3).Node("com.microsoft:QLinearSoftmax", inputs, ["y"], ("opset", 13))).Op);
    }

    [Theory]
    [InlineData(12, "Reshape Softmax Reshape")]
    [InlineData(13, "Softmax")]
    public void The_opset_attribute_of_QLinearSoftmax_selects_its_axes(int opset, string operators)
    {
        Graph graph = Importing.Graph(Model(2, 3, 4)
            .Node("com.microsoft:QLinearSoftmax", ["x", "xs", "xz", "ys", "yz"], ["y"], ("opset", opset), ("axis", 1))
            .Output("y", ElementType.UInt8));

        Assert.Equal(operators, string.Join(" ", graph.Nodes.Where(n => n.Op is not Reinterpret).Select(n => n.Op.Name)));
        Assert.Equal(Y, graph.Outputs[0].Value.Type.Quantization);
    }

    [Fact]
    public void Linear_quantization_of_the_contributed_domain() => Assert.Equal(
        "Quantize Dequantize",
        Importing.Operators(new OnnxBuilder()
            .Input("x", ElementType.Float32, 2)
            .Scalar("s", 0.5f)
            .Scalar("z", (ushort)9)
            .Node("com.microsoft:QuantizeLinear", ["x", "s", "z"], ["q"])
            .Node("com.microsoft:DequantizeLinear", ["q", "s", "z"], ["y"])
            .Output("y")));

    private static OnnxBuilder Model(params int[] shape) => new OnnxBuilder()
        .Input("x", ElementType.UInt8, shape.Select(d => (Dim)d).ToArray())
        .Scalar("xs", 0.5f)
        .Scalar("xz", (byte)3)
        .Scalar("ys", 0.25f)
        .Scalar("yz", (byte)7);

    /// <summary>The node behind the reinterpretation of the input.</summary>
    private static Node Single(OnnxBuilder model, ElementType element = ElementType.UInt8) =>
        Assert.Single(Importing.Graph(model.Output("y", element)).Nodes, n => n.Op is not Reinterpret);
}
