using System;
using System.Linq;
using Octavo.Compiler;
using Octavo.Generator.Tests.Support;
using Xunit;

namespace Octavo.Generator.Tests.Codegen;

/// <summary>Integer products with weights that have a scale per block: the reference's bits, on every instruction set and with any number of threads.</summary>
public sealed class BlockMatMulTests
{
    private readonly Random _random = new(5);
    private readonly Graph _graph = new("blocks");

    public static TheoryData<string> Sets => new(Octavo.Runtime.InstructionSets.Available.Select(s => s.ToString()));

    [Theory]
    [MemberData(nameof(Sets))]
    public void Floats(string instructionSet)
    {
        foreach ((int rows, int k, int n, int block) in new[] { (1, 64, 100, 16), (1, 33, 7, 33), (2, 48, 65, 32), (3, 13, 16, 64), (7, 50, 33, 16), (13, 96, 20, 32), (23, 260, 40, 128) })
        {
            foreach ((int low, int high) in new[] { (0, 15), (-8, 7), (0, 255), (-128, 127) })
            {
                Product(Input(ElementType.Float32, null, rows, k), low, high, n, block, hasZeros: false);
                Product(Input(ElementType.Float32, null, rows, k), low, high, n, block, hasZeros: true);
            }
        }

        Check(instructionSet);
    }

    [Theory]
    [MemberData(nameof(Sets))]
    public void Codes_of_one_scale(string instructionSet)
    {
        foreach ((int rows, int k, int n, int block) in new[] { (1, 64, 100, 16), (2, 13, 16, 5), (9, 50, 33, 20), (12, 256, 17, 128), (25, 32, 300, 32) })
        {
            foreach ((int low, int high) in new[] { (0, 15), (-127, 127) })
            {
                foreach (int zero in new[] { 0, 128, 255 })
                {
                    Product(Input(ElementType.UInt8, new Quantization(0.04f, zero), rows, k), low, high, n, block, hasZeros: zero == 255);
                }
            }
        }

        Check(instructionSet);
    }

    [Fact]
    public void Higher_ranks_and_odd_blocks()
    {
        foreach (int block in new[] { 1, 3, 6, 9 })
        {
            Product(Input(ElementType.Float32, null, 2, 3, 9), 0, 15, 5, block, hasZeros: true);
            Product(Input(ElementType.Float32, null, 9), -100, 100, 5, block, hasZeros: false);
        }

        Check(null);
    }

    /// <summary>Zeros, numbers whose codes would need an infinite factor, the smallest and the greatest.</summary>
    [Theory]
    [MemberData(nameof(Sets))]
    public void Extreme_magnitudes(string instructionSet)
    {
        float[] magnitudes = [0, float.Epsilon, 1e-38f, 7.8e-31f, 7.9e-31f, 1, 1e30f, float.MaxValue];
        Product(Input(ElementType.Float32, null, 1, 16 * magnitudes.Length), 0, 15, 20, 16, hasZeros: false);
        float[] x = [.. magnitudes.SelectMany(m => Enumerable.Range(0, 16).Select(i => m / 16 * (i - 7)))];
        Lowered.AssertMatchesReference(_graph, instructionSet, TensorData.Floats(new Shape(1, x.Length), x));
    }

    private void Product(Value x, int low, int high, int n, int block, bool hasZeros)
    {
        int k = x.Shape[-1], blocks = (k + block - 1) / block;
        var element = low < 0 ? ElementType.Int8 : ElementType.UInt8;
        var codes = new Value("codes", new TensorData(element, new Shape(n, k), [.. Enumerable.Range(0, n * k).Select(_ => unchecked((byte)_random.Next(low, high + 1)))]));
        var scales = new Value("scales", Lowered.Random(_random, ElementType.Float32, n, blocks));
        Value? zeros = hasZeros ? new Value("zeros", TensorData.Floats(new Shape(n, blocks), [.. Enumerable.Range(0, n * blocks).Select(_ => (float)_random.Next(low, high + 1))])) : null;
        var bias = new Value("bias", Lowered.Random(_random, ElementType.Float32, n));
        Output(new BlockMatMul(block), x, codes, scales, zeros);
        Output(new BlockMatMul(block) { Activation = new FloatClamp(-5, 20) }, x, codes, scales, zeros, bias);
    }

    private void Output(Operator op, params Value?[] inputs)
    {
        Value?[] present = inputs[^1] is null ? inputs[..^1] : inputs;
        var type = new TensorType(ElementType.Float32, op.InferShapes([.. present.Select(v => v?.Shape)])[0]);
        _graph.Outputs.Add(new GraphOutput("y" + _graph.Outputs.Count, _graph.Add(op, op.Name + _graph.Outputs.Count, present, type)));
    }

    private Value Input(ElementType element, Quantization? quantization, params int[] shape)
    {
        var value = new Value("x" + _graph.Inputs.Count, new TensorType(element, new Shape(shape), quantization));
        _graph.Inputs.Add(value);
        return value;
    }

    private void Check(string? instructionSet) =>
        Lowered.AssertMatchesReference(_graph, instructionSet, [.. _graph.Inputs.Select(i => Lowered.Random(_random, i.Type.Element, i.Shape.ToArray()))]);
}
