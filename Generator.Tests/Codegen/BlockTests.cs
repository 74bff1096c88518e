using System;
using System.Linq;
using Octavo.Compiler;
using Octavo.Generator.Tests.Support;
using Xunit;

namespace Octavo.Generator.Tests.Codegen;

/// <summary>Products with, and rows of, matrices that stay codes with scales per block: the reference's bits, on every instruction set and with any number of threads.</summary>
public sealed class BlockTests
{
    private readonly Random _random = new(11);
    private readonly Graph _graph = new("blocks");

    public static TheoryData<string> Sets => new(Octavo.Runtime.InstructionSets.Available.Select(s => s.ToString()));

    [Theory]
    [MemberData(nameof(Sets))]
    public void Products(string instructionSet)
    {
        foreach ((int rows, int k, int n, int block) in new[] { (1, 64, 100, 16), (1, 33, 7, 33), (2, 48, 65, 32), (3, 13, 16, 64), (5, 50, 33, 16), (80, 260, 40, 128) })
        {
            foreach ((int low, int high) in new[] { (0, 3), (0, 15), (-8, 7), (0, 255), (-128, 127) })
            {
                Value x = Input(rows, k);
                Product(x, Codes(low, high, n, k), block, zeros: null);
                Product(x, Codes(low, high, n, k), block, Zeros(n, k, block, low, high));
            }
        }

        Check(instructionSet);
    }

    [Theory]
    [MemberData(nameof(Sets))]
    public void Zero_points_between_codes(string instructionSet)
    {
        Product(Input(2, 40), Codes(0, 15, 20, 40), 16, new Value("z", Lowered.Random(_random, ElementType.Float32, 20, 3)));
        Product(Input(9, 40), Codes(0, 255, 20, 40), 16, new Value("z", Lowered.Random(_random, ElementType.Float32, 20, 3)));
        Product(Input(9, 40), Codes(0, 255, 20, 40), 40, new Value("z", TensorData.Floats(new Shape(20, 1), [.. Enumerable.Repeat(7.3f, 20)])));
        Check(instructionSet);
    }

    [Fact]
    public void Odd_blocks_and_higher_ranks()
    {
        foreach (int block in new[] { 1, 3, 6, 9 })
        {
            Product(Input(2, 3, 9), Codes(0, 3, 5, 9), block, zeros: null);
            Product(Input(9), Codes(0, 15, 5, 9), block, Zeros(5, 9, block, 0, 15));
        }

        Check(null);
    }

    [Fact]
    public void Rows()
    {
        Value indices = new("indices", TensorData.Longs(new Shape(2, 2), 3, 0, -1, 5));
        foreach ((int low, int high, int k, int block) in new[] { (0, 3, 8, 4), (-8, 7, 21, 16), (0, 255, 21, 3), (-100, 100, 21, 21) })
        {
            Value codes = Codes(low, high, 6, k);
            foreach (Value? zeros in new[] { null, Zeros(6, k, block, low, high) })
            {
                Output(new GatherBlockQuantized(block), codes, indices, Scales(6, k, block), zeros);
            }
        }

        Check(null);
    }

    private void Product(Value x, Value codes, int block, Value? zeros)
    {
        Value scales = Scales(codes.Shape[0], codes.Shape[1], block), bias = new("bias", Lowered.Random(_random, ElementType.Float32, codes.Shape[0]));
        Output(new MatMulNBits(block), x, codes, scales, zeros);
        Output(new MatMulNBits(block) { Activation = new FloatClamp(-5, 20) }, x, codes, scales, zeros, bias);
    }

    private void Output(Operator op, params Value?[] inputs)
    {
        Value?[] present = inputs[^1] is null ? inputs[..^1] : inputs;
        var type = new TensorType(ElementType.Float32, op.InferShapes([.. present.Select(v => v?.Shape)])[0]);
        _graph.Outputs.Add(new GraphOutput("y" + _graph.Outputs.Count, _graph.Add(op, op.Name + _graph.Outputs.Count, present, type)));
    }

    private Value Codes(int low, int high, int rows, int length) =>
        new("codes", new TensorData(low < 0 ? ElementType.Int8 : ElementType.UInt8, new Shape(rows, length), [.. Enumerable.Range(0, rows * length).Select(_ => unchecked((byte)_random.Next(low, high + 1)))]));

    private Value Scales(int rows, int length, int block) => new("scales", Lowered.Random(_random, ElementType.Float32, rows, (length + block - 1) / block));

    private Value Zeros(int rows, int length, int block, int low, int high)
    {
        var shape = new Shape(rows, (length + block - 1) / block);
        return new Value("zeros", TensorData.Floats(shape, [.. Enumerable.Range(0, (int)shape.Length).Select(_ => (float)_random.Next(low, high + 1))]));
    }

    private Value Input(params int[] shape)
    {
        var value = new Value("x" + _graph.Inputs.Count, new TensorType(ElementType.Float32, new Shape(shape)));
        _graph.Inputs.Add(value);
        return value;
    }

    private void Check(string? instructionSet) =>
        Lowered.AssertMatchesReference(_graph, instructionSet, [.. _graph.Inputs.Select(i => Lowered.Random(_random, i.Type.Element, i.Shape.ToArray()))]);
}
