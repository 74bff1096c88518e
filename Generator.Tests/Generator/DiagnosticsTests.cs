using System;
using System.IO;
using System.Linq;
using Microsoft.CodeAnalysis;
using Octavo.Compiler;
using Octavo.Generator.Tests.Support;
using Octavo.Harness;
using Xunit;

namespace Octavo.Generator.Tests.Generator;

/// <summary>What is wrong with a model arrives as the diagnostic that its page shows, with the severity shown there.</summary>
public sealed class DiagnosticsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void OCT001() => AssertReported(Image().NamedNode("/text/Lower", "StringNormalizer", ["image"], ["y"]).Output("y"));

    [Fact]
    public void OCT002() => AssertReported(Image()
        .Initializer("p", [3], 1f, 1f, 1f)
        .NamedNode("/stem/bn", "BatchNormalization", ["image", "p", "p", "p", "p"], ["y"], ("spatial", 0))
        .Output("y"));

    [Fact]
    public void OCT003()
    {
        OnnxBuilder model = new OnnxBuilder().Input("words", ElementType.Float32, 1, 8).Node("Identity", ["words"], ["y"]).Output("y");
        model.Model.Graph.Input[0].Type.TensorType.ElemType = 8;
        AssertReported(model);
    }

    [Fact]
    public void OCT004() => AssertReported(new OnnxBuilder().Input("image", ElementType.Float32, "N", 3, "height", "width").NamedNode("/Relu", "Relu", ["image"], ["y"]).Output("y"));

    [Fact]
    public void OCT005() => AssertReported("OCT005", [0xff, 0xff]);

    [Fact]
    public void OCT006() => AssertReported("OCT006", SmallModels.AddExternal("net.onnx.data"));

    [Fact]
    public void OCT009() => AssertReported("OCT009", Image().NamedNode("/Relu", "Relu", ["image"], ["y"]).Output("y").Build(), ("InputShapes", "picture:1x3x8x8"));

    [Fact]
    public void OCT010() => AssertReported(Image()
        .Initializer("bias", [5], 1f, 2f, 3f, 4f, 5f)
        .NamedNode("/head/Add", "Add", ["image", "bias"], ["y"])
        .Output("y"));

    [Fact]
    public void OCT011() => AssertReported(new OnnxBuilder()
        .Input("x", ElementType.Float32, 1, 4)
        .Scalar("scale", 0.1f)
        .Scalar("zero", (byte)128)
        .Scalar("weightZero", (sbyte)0)
        .Initializer("codes", [4, 4], Enumerable.Range(0, 16).Select(i => (sbyte)i).ToArray())
        .Node("QuantizeLinear", ["x", "scale", "zero"], ["xCodes"])
        .Node("DequantizeLinear", ["xCodes", "scale", "zero"], ["a"])
        .Node("DequantizeLinear", ["codes", "scale", "weightZero"], ["w"])
        .NamedNode("/body/MatMul", "MatMul", ["a", "w"], ["product"])
        .Node("QuantizeLinear", ["product", "scale", "zero"], ["productCodes"])
        .Node("DequantizeLinear", ["productCodes", "scale", "zero"], ["y"])
        .NamedNode("/head/Exp", "Exp", ["x"], ["z"])
        .Output("y")
        .Output("z"));

    [Fact]
    public void OCT013() => AssertReported(new OnnxBuilder()
        .Input("tokens", ElementType.Float32, "N", 4)
        .NamedNode("/head/Softmax", "Softmax", ["tokens"], ["y"], ("axis", 0))
        .Output("y"));

    [Fact]
    public void OCT014() => AssertReported(new OnnxBuilder()
        .Input("x", ElementType.Float32, 1, 4)
        .Scalar("scale", 0.1f)
        .Scalar("zero", (byte)128)
        .Scalar("weightZero", (sbyte)0)
        .Initializer("codes", [4, 4], Enumerable.Range(0, 16).Select(i => (sbyte)i).ToArray())
        .Initializer("biasCodes", [4], 1, 2, 3, 4)
        .Node("QuantizeLinear", ["x", "scale", "zero"], ["xCodes"])
        .Node("DequantizeLinear", ["xCodes", "scale", "zero"], ["a"])
        .Node("DequantizeLinear", ["codes", "scale", "weightZero"], ["w"])
        .Node("DequantizeLinear", ["biasCodes", "scale"], ["b"])
        .NamedNode("/body/MatMul", "MatMul", ["a", "w"], ["product"])
        .Node("Add", ["product", "b"], ["sum"])
        .Node("QuantizeLinear", ["sum", "scale", "zero"], ["sumCodes"])
        .Node("DequantizeLinear", ["sumCodes", "scale", "zero"], ["y"])
        .Output("y"));

    private static OnnxBuilder Image() => new OnnxBuilder().Input("image", ElementType.Float32, 1, 3, 8, 8);

    private void AssertReported(OnnxBuilder model, [System.Runtime.CompilerServices.CallerMemberName] string id = "") => AssertReported(id, model.Build());

    private void AssertReported(string id, byte[] model, params (string, string)[] metadata)
    {
        GeneratorRunResult result = new GeneratorRun().File(_folder.Write("Models/net.onnx", model), "", metadata).Run();
        Diagnostic diagnostic = Assert.Single(result.Diagnostics);
        Assert.Equal(id, diagnostic.Id);
        Assert.Equal(diagnostic.Severity == DiagnosticSeverity.Error, result.GeneratedSources.IsEmpty);

        string shown = File.ReadAllText(Repository.PathOf("docs", "diagnostics", id + ".md")).Split("```")[1].Trim();
        Assert.True(
            shown.StartsWith($"Models/net.onnx(1,1): {diagnostic.Severity.ToString().ToLowerInvariant()} {id}: ", StringComparison.Ordinal),
            $"The page shows\n{shown}\nand the build said\nModels/net.onnx(1,1): {diagnostic.Severity.ToString().ToLowerInvariant()} {id}: {diagnostic.GetMessage()}");
    }
}
