using System;
using System.Text;
using Octavo.Compiler;
using Octavo.Compiler.Import;
using Octavo.Generator.Tests.Support;
using Xunit;

namespace Octavo.Generator.Tests.Import;

/// <summary>Whatever the bytes of a file are, the importer answers with a graph or a <see cref="ModelException"/>.</summary>
public sealed class MalformedFileTests
{
    [Fact]
    public void An_empty_file_is_malformed() => AssertMalformed([]);

    [Fact]
    public void Text_is_malformed() => AssertMalformed(Encoding.UTF8.GetBytes("version https://git-lfs.github.com/spec/v1\noid sha256:0123\nsize 12345\n"));

    [Fact]
    public void A_model_without_outputs_is_malformed() =>
        Assert.Equal(ProblemKind.MalformedModel, Importing.Refused(new OnnxBuilder().Input("x", ElementType.Float32, 1)).Kind);

    [Fact]
    public void A_truncated_file_is_refused_or_imported()
    {
        byte[] whole = Model().Build();
        Import(whole);

        for (int length = 0; length < whole.Length; length += 10)
        {
            byte[] part = whole[..length];
            try
            {
                Import(part);
            }
            catch (ModelException exception)
            {
                Assert.NotEmpty(exception.Problems);
            }
        }
    }

    [Fact]
    public void A_damaged_file_is_refused_or_imported()
    {
        byte[] whole = Model().Build();
        var random = new Random(1);
        for (int round = 0; round < 1000; round++)
        {
            byte[] damaged = (byte[])whole.Clone();
            for (int i = 0; i <= round % 3; i++)
            {
                damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            }

            try
            {
                Import(damaged);
            }
            catch (ModelException exception)
            {
                Assert.NotEmpty(exception.Problems);
            }
        }
    }

    [Fact]
    public void Deep_nesting_is_malformed()
    {
        // Field 7 (graph) of a model, field 1 (node), field 5 (attribute), field 5 (tensor), … cut off: lengths that reach beyond the file.
        byte[] bytes = new byte[4000];
        for (int i = 0; i < bytes.Length; i += 4)
        {
            (bytes[i], bytes[i + 1], bytes[i + 2], bytes[i + 3]) = (0x3A, 0xFF, 0xFF, 0x7F);
        }

        AssertMalformed(bytes);
    }

    /// <summary>A model with something of everything: quantization, a convolution, shapes, typed tensors.</summary>
    private static OnnxBuilder Model() => new OnnxBuilder()
        .Input("x", ElementType.Float32, "N", 2, 5, 5)
        .Scalar("s", 0.5f)
        .Scalar("z", (byte)3)
        .Initializer<sbyte>("w", [2, 2, 3, 3], new sbyte[36])
        .Initializer<float>("ws", [2], 0.25f, 0.5f)
        .Initializer<sbyte>("wz", [2], 0, 0)
        .Initializer<long>("shape", [2], 0, -1)
        .Node("QuantizeLinear", ["x", "s", "z"], ["xq"])
        .Node("DequantizeLinear", ["xq", "s", "z"], ["xf"])
        .Node("DequantizeLinear", ["w", "ws", "wz"], ["wf"], ("axis", 0))
        .Node("Conv", ["xf", "wf"], ["y"], ("pads", new[] { 1, 1, 1, 1 }), ("auto_pad", "NOTSET"))
        .Node("Relu", ["y"], ["r"])
        .Node("Reshape", ["r", "shape"], ["flat"])
        .Output("flat", ElementType.Float32, "N", 50);

    private static void Import(byte[] bytes) => OnnxImporter.Import(new ModelSource("test.onnx", bytes), new CompilerOptions("Test"));

    private static void AssertMalformed(byte[] bytes) =>
        Assert.Equal(ProblemKind.MalformedModel, Assert.Single(Assert.Throws<ModelException>(() => Import(bytes)).Problems).Kind);
}
