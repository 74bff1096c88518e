using System.Linq;
using Octavo.Compiler;
using Octavo.Compiler.Quantizing;
using Octavo.Generator.Tests.Support;
using Octavo.Harness;
using Xunit;

namespace Octavo.Generator.Tests.Quantizing;

/// <summary>Every operator that becomes part of a quantized network, in both formats: ONNX Runtime reads the file and computes the same bits, which are close to the float model's.</summary>
public sealed class OperatorAgreementTests
{
    public static TheoryData<ModelFormat, ElementType> Forms => new()
    {
        { ModelFormat.Qdq, ElementType.UInt8 }, { ModelFormat.Qdq, ElementType.Int8 }, { ModelFormat.QOperator, ElementType.UInt8 }, { ModelFormat.QOperator, ElementType.Int8 },
    };

    [SkippableTheory]
    [MemberData(nameof(Forms))]
    public void Movements(ModelFormat format, ElementType activations) => Agree(format, activations, 0.02f, Model()
        .Node("Identity", ["s"], ["m1"]).Node("MaxPool", ["m1"], ["m2"], ("kernel_shape", new[] { 3, 3 }), ("pads", new[] { 1, 1, 1, 1 }))
        .Node("SpaceToDepth", ["m2"], ["m3"], ("blocksize", 2)).Node("DepthToSpace", ["m3"], ["m4"], ("blocksize", 2))
        .Initializer("repeats", [4], 1L, 2L, 1L, 1L).Node("Tile", ["m4", "repeats"], ["m5"])
        .Initializer("picks", [3], 5L, 0L, 2L).Node("Gather", ["m5", "picks"], ["m6"], ("axis", 1))
        .Initializer("axis0", [1], 0L).Node("Unsqueeze", ["m6", "axis0"], ["m7"]).Node("Squeeze", ["m7", "axis0"], ["m8"])
        .Initializer("shape", [4], 2L, 3L, 8L, 8L).Node("Expand", ["m8", "shape"], ["m9"])
        .Initializer("one", [1], 1L).Initializer("axis3", [1], 3L).Node("Slice", ["m9", "axis0", "one", "axis0"], ["m10"])
        .Initializer("pads", [8], 0L, 0L, 1L, 1L, 0L, 0L, 1L, 1L).Node("Pad", ["m10", "pads"], ["m11"]).Scalar("three", 3f).Node("Pad", ["m11", "pads", "three"], ["m12"])
        .Initializer("scales", [4], 1f, 1f, 2f, 2f).Node("Resize", ["m12", "", "scales"], ["m13"], ("mode", "nearest"), ("coordinate_transformation_mode", "asymmetric"), ("nearest_mode", "floor"))
        .Node("Resize", ["m13", "", "scales"], ["m14"], ("mode", "cubic"))
        .Node("Split", ["m14"], ["m15", "m16"], ("axis", 2)).Node("Concat", ["m15", "m16"], ["m17"], ("axis", 1))
        .Node("Transpose", ["m17"], ["m18"], ("perm", new[] { 0, 2, 3, 1 })).Node("GlobalMaxPool", ["m18"], ["m19"]).Node("Flatten", ["m19"], ["m20"])
        .Initializer("matrix", [2], -1L, 4L).Node("Reshape", ["m20", "matrix"], ["m"]));

    [SkippableTheory]
    [MemberData(nameof(Forms))]
    public void Functions_and_arithmetic(ModelFormat format, ElementType activations) => Agree(format, activations, 0.03f, Model()
        .Node("Tanh", ["s"], ["f1"]).Node("Relu", ["f1"], ["f2"]).Node("HardSigmoid", ["s"], ["f3"]).Node("Mul", ["s", "f3"], ["f4"]).Node("Elu", ["f4"], ["f5"]).Node("HardSwish", ["s"], ["f6"])
        .Initializer("k", [3, 1, 1], 0.5f, 1f, -1.5f).Node("Mul", ["f5", "k"], ["f7"]).Node("Add", ["f6", "k"], ["f8"])
        .Node("Concat", ["f2", "f7", "f8"], ["f9"], ("axis", 1)).Node("Softmax", ["f9"], ["f10"], ("axis", -1)).Node("Sigmoid", ["f9"], ["f11"]).Node("Add", ["f10", "f11"], ["f12"])
        .Node("AveragePool", ["f12"], ["m"], ("kernel_shape", new[] { 3, 3 }), ("pads", new[] { 1, 1, 1, 1 })));

    [SkippableTheory]
    [MemberData(nameof(Forms))]
    public void Products(ModelFormat format, ElementType activations) => Agree(format, activations, 0.03f, Model()
        .Initializer("wt", [3, 2, 2, 2], Numbers(24)).Initializer("bt", [2], 0.5f, -0.5f).Node("ConvTranspose", ["s", "wt", "bt"], ["p1"]).Node("Relu", ["p1"], ["p2"])
        .Initializer("wg", [2, 2, 2, 2], Numbers(16)).Initializer("bg", [4], 1f, 2f, -1f, 0f).Node("ConvTranspose", ["p2", "wg", "bg"], ["p3"], ("group", 2))
        .Node("Transpose", ["p3"], ["p4"], ("perm", new[] { 0, 1, 3, 2 })).Node("MatMul", ["p3", "p4"], ["p5"])
        .Initializer("ws", [4, 10, 3], Numbers(120)).Node("MatMul", ["p5", "ws"], ["p6"])
        .Initializer("rows", [3], 4L, 10L, 3L).Node("Reshape", ["p6", "rows"], ["p7"]).Initializer("w1", [5, 10, 2], Numbers(100)).Node("Conv", ["p7", "w1"], ["p8"])
        .Initializer("matrix", [2], 4L, 10L).Node("Reshape", ["p8", "matrix"], ["p9"]).Initializer("ba", [4], 0.5f, -1f, 2f, 0f).Node("Gemm", ["p9", "p9", "ba"], ["p10"], ("transB", 1))
        .Initializer("wm", [4, 6], Numbers(24)).Initializer("bm", [4, 6], Numbers(24)).Node("Gemm", ["p10", "wm", "bm"], ["m"], ("alpha", 0.01f), ("beta", 2f)));

    private static void Agree(ModelFormat format, ElementType activations, float tolerance, OnnxBuilder builder)
    {
        byte[] model = builder.Node("Sigmoid", ["m"], ["y"]).Output("y").Build();
        var source = new ModelSource("operators.onnx", model);
        byte[] onnx = ModelQuantizer.Quantize(source, SmallNetwork.Calibrate(source), new QuantizationSettings { Format = format, Activations = activations }, new CompilerOptions("N")).Onnx;
        using CompiledNetwork network = CompiledNetwork.Load(onnx), real = CompiledNetwork.Load(model);
        using var runtime = new Ort(onnx, keepSigned: activations == ElementType.Int8);
        for (int i = 0; i < 4; i++)
        {
            float[] x = SmallNetwork.Sample(i), actual = (float[])network.Run(x)[0];
            Assert.Equal(runtime.Run(network, [x])[0], actual);
            Assert.All(((float[])real.Run(x)[0]).Zip(actual), pair => Assert.Equal(pair.First, pair.Second, tolerance));
        }
    }

    /// <summary>x [1, 3, 8, 8] and s, a result of it.</summary>
    private static OnnxBuilder Model() => new OnnxBuilder(opset: 14).Input("x", ElementType.Float32, 1, 3, 8, 8).Node("LeakyRelu", ["x"], ["s"], ("alpha", 0.5f));

    private static float[] Numbers(int count) => [.. Enumerable.Range(0, count).Select(i => ((i * 7 % count) / (float)count) - 0.5f)];
}
