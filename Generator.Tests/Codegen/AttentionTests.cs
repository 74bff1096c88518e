using System;
using System.Linq;
using Octavo.Compiler;
using Octavo.Generator.Tests.Support;
using Xunit;

namespace Octavo.Generator.Tests.Codegen;

/// <summary>ONNX Runtime's attention operators through the whole compiler: the reference's bits, and integer products where the operands are codes.</summary>
public sealed class AttentionTests
{
    /// <summary>The softmax takes exponentials.</summary>
    private const float Tolerance = 1e-5f;

    private readonly Random _random = new(31);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_projections_of_quantized_attention_are_one_integer_layer_with_scales_and_biases(bool constantScale)
    {
        OnnxBuilder model = new OnnxBuilder().Opset("com.microsoft", 1).Input("x", ElementType.Float32, 2, 5, 12).Input("mask", ElementType.Int32, 2, 9).Input("past", ElementType.Float32, 2, 2, 3, 4, 4)
            .Initializer("w", Lowered.Random(_random, ElementType.Int8, 12, 36)).Initializer("b", Lowered.Random(_random, ElementType.Float32, 36))
            .Initializer("ws", [36], [.. Enumerable.Range(1, 36).Select(i => i * 0.0005f)]).Scalar("wz", (sbyte)-2);
        if (constantScale)
        {
            model.Scalar("xs", 0.017f).Scalar("xz", (byte)120).Node("QuantizeLinear", ["x", "xs", "xz"], ["codes"]);
        }
        else
        {
            model.Node("DynamicQuantizeLinear", ["x"], ["codes", "xs", "xz"]);
        }

        model.Node("com.microsoft:QAttention", ["codes", "w", "b", "xs", "ws", "mask", "xz", "wz", "past"], ["y", "present"], ("num_heads", 3), ("unidirectional", 1)).Output("y").Output("present");
        string[] kernels = ModelRun.MatchesReference(
            model, Tolerance, Lowered.Random(_random, ElementType.Float32, 2, 5, 12), TensorData.Ints(new Shape(2, 9), [.. Enumerable.Range(0, 18).Select(i => i % 4)]), Lowered.Random(_random, ElementType.Float32, 2, 2, 3, 4, 4));
        Assert.Equal((string[])[.. constantScale ? (string[])["quantize"] : ["range", "quantize dynamically"], "dense 12->36 rows 10"], kernels.Take(constantScale ? 2 : 3));
    }

    [Fact]
    public void Masks_of_every_form()
    {
        foreach ((int[] shape, bool later) in new[] { (new[] { 2 }, false), (new[] { 4 }, true), (new[] { 2, 5 }, true), (new[] { 2, 5, 5 }, false), (new[] { 2, 1, 8, 8 }, false) })
        {
            OnnxBuilder model = new OnnxBuilder().Opset("com.microsoft", 1).Input("x", ElementType.Float32, 2, 5, 6).Input("mask", ElementType.Int32, [.. shape.Select(d => (Dim)d)])
                .Initializer("w", Lowered.Random(_random, ElementType.Float32, 6, 18)).Initializer("b", Lowered.Random(_random, ElementType.Float32, 18))
                .Node("com.microsoft:Attention", ["x", "w", "b", "mask"], ["y"], ("num_heads", 2), ("unidirectional", later ? 1 : 0)).Output("y");
            var extent = new Shape(shape);
            ModelRun.MatchesReference(
                model, Tolerance, Lowered.Random(_random, ElementType.Float32, 2, 5, 6), TensorData.Ints(extent, [.. Enumerable.Range(0, (int)extent.Length).Select(i => (i * 5 % 7) - 1)]));
        }
    }

    [Fact]
    public void Buffers_of_keys_and_values_with_lengths_of_the_moment()
    {
        OnnxBuilder model = new OnnxBuilder().Opset("com.microsoft", 1)
            .Input("q", ElementType.Float32, 2, 1, 32).Input("k", ElementType.Float32, 2, 1, 16).Input("v", ElementType.Float32, 2, 1, 16)
            .Input("pk", ElementType.Float32, 2, 2, 7, 8).Input("pv", ElementType.Float32, 2, 2, 7, 8).Input("lengths", ElementType.Int32, 2).Scalar("total", 6)
            .Initializer("cos", Lowered.Random(_random, ElementType.Float32, 9, 4)).Initializer("sin", Lowered.Random(_random, ElementType.Float32, 9, 4))
            .Node("com.microsoft:GroupQueryAttention", ["q", "k", "v", "pk", "pv", "lengths", "total", "cos", "sin"], ["y", "keys", "values"], ("num_heads", 4), ("kv_num_heads", 2), ("do_rotary", 1))
            .Output("y").Output("keys").Output("values");
        ModelRun.MatchesReference(
            model,
            Tolerance,
            Lowered.Random(_random, ElementType.Float32, 2, 1, 32),
            Lowered.Random(_random, ElementType.Float32, 2, 1, 16),
            Lowered.Random(_random, ElementType.Float32, 2, 1, 16),
            Lowered.Random(_random, ElementType.Float32, 2, 2, 7, 8),
            Lowered.Random(_random, ElementType.Float32, 2, 2, 7, 8),
            TensorData.Ints(new Shape(2), 5, 2));
    }
}
