using Octavo.Compiler;
using Octavo.Generator.Models;
using Xunit;

namespace Octavo.Generator.Tests.Generator;

public class ModelDescriptorTests
{
    private static readonly ModelDescriptor Example = new(
        "/src/app/Models/net.onnx", "ab12", new([new ExternalFile("weights 1.bin", "cd34")]), new CompilerOptions("Net", "Shop.Vision", "image:1x3x8x8", "axes:0 1"));

    [Fact]
    public void The_text_is_readable() => Assert.Equal(
        """
        octavo model 1
        path ../../Models/net.onnx
        sha256 ab12
        external cd34 weights 1.bin
        class Net
        namespace Shop.Vision
        inputs image:1x3x8x8
        values axes:0 1

        """,
        Example.Format("/src/app/obj/octavo/Net.octavo"),
        ignoreLineEndingDifferences: true);

    [Fact]
    public void A_moved_project_has_the_same_text() => Assert.Equal(
        Example.Format("/src/app/obj/Net.octavo"),
        (Example with { ModelPath = "/home/x/app/Models/net.onnx" }).Format("/home/x/app/obj/Net.octavo"));

    [Theory]
    [InlineData("image:1x3x8x8")]
    [InlineData("a;b#c:1x2,\\n\\:3")]
    [InlineData("first\nsecond\r\nclass Evil:1")]
    [InlineData("\\")]
    public void Reading_gives_what_was_written(string inputShapes)
    {
        ModelDescriptor model = Example with { Options = Example.Options with { InputShapes = inputShapes } };
        Assert.Equal(model, ModelDescriptor.Parse(model.Format("/src/app/obj/Net.octavo"), "/src/app/obj/Net.octavo"));
    }

    [Fact]
    public void A_model_without_options_or_external_data_survives_too()
    {
        var model = new ModelDescriptor("/net.onnx", "ab12", default, new CompilerOptions("Net"));
        Assert.Equal(model, ModelDescriptor.Parse(model.Format("/obj/Net.octavo"), "/obj/Net.octavo"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("octavo model 0\npath net.onnx\nsha256 ab\nclass Net\n")]
    [InlineData("octavo model 1\npath net.onnx\n")]
    public void Other_texts_are_not_descriptors(string text) => Assert.Null(ModelDescriptor.Parse(text, "/obj/Net.octavo"));
}
