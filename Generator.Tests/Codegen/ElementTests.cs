using System;
using System.Collections.Generic;
using System.Linq;
using Octavo.Compiler;
using Octavo.Compiler.Reference;
using Octavo.Generator.Tests.Support;
using Xunit;

namespace Octavo.Generator.Tests.Codegen;

/// <summary>Operators on every element type against the reference, bit for bit.</summary>
public sealed class ElementTests
{
    private static readonly ElementType[] Integers =
    [
        ElementType.UInt8, ElementType.Int8, ElementType.UInt16, ElementType.Int16, ElementType.UInt32, ElementType.Int32, ElementType.UInt64, ElementType.Int64,
    ];

    private static readonly ElementType[] Numbers = [.. Integers, ElementType.Float32, ElementType.Float64];

    private readonly Graph _graph = new("elements");
    private readonly List<TensorData> _data = [];

    [Fact]
    public void Arithmetic_on_every_type()
    {
        BinaryKind[] kinds = [BinaryKind.Add, BinaryKind.Sub, BinaryKind.Mul, BinaryKind.Div, BinaryKind.Min, BinaryKind.Max, BinaryKind.Remainder];
        foreach (ElementType type in Numbers)
        {
            Value a = Input(type, 2, 3, 5), b = Input(type, 3, 1), number = Constant(type, 3);
            foreach (BinaryKind kind in kinds)
            {
                Output(new Binary(kind), type, a, b);
                Output(new Binary(kind), type, number, a);
            }

            Output(new PRelu(), type, a, b);
        }

        Check();
    }

    [Fact]
    public void Arithmetic_that_only_integers_have()
    {
        BinaryKind[] kinds = [BinaryKind.Mod, BinaryKind.Pow, BinaryKind.And, BinaryKind.Or, BinaryKind.Xor, BinaryKind.ShiftLeft, BinaryKind.ShiftRight];
        foreach (ElementType type in Integers)
        {
            Value a = Input(type, 4, 7), b = Input(type, 7);
            foreach (BinaryKind kind in kinds)
            {
                // Bits are shifted in unsigned numbers only, and powers of 0 may not be negative.
                bool unsigned = type.MinValue() == 0;
                if (unsigned || kind is not (BinaryKind.ShiftLeft or BinaryKind.ShiftRight or BinaryKind.Pow))
                {
                    Output(new Binary(kind), type, a, b);
                }
            }

            Output(new Unary(UnaryKind.Not), type, a);
        }

        Check();
    }

    [Fact]
    public void Comparisons_give_bools()
    {
        foreach (ElementType type in Numbers)
        {
            Value a = Input(type, 3, 6), b = Input(type, 6), one = Constant(type, 1);
            for (BinaryKind kind = BinaryKind.Equal; kind <= BinaryKind.GreaterOrEqual; kind++)
            {
                Output(new Binary(kind), ElementType.Bool, a, b);
                Output(new Binary(kind), ElementType.Bool, a, one);
            }
        }

        Check();
    }

    [Fact]
    public void Logic_on_bools()
    {
        Value a = Input(ElementType.Bool, 3, 8), b = Input(ElementType.Bool, 3, 1);
        foreach (BinaryKind kind in new[] { BinaryKind.And, BinaryKind.Or, BinaryKind.Xor, BinaryKind.Equal })
        {
            Output(new Binary(kind), ElementType.Bool, a, b);
        }

        Output(new Unary(UnaryKind.Not), ElementType.Bool, a);
        Output(new Reduce(ReduceKind.Min, [1], KeepDims: false), ElementType.Bool, a);
        Output(new Reduce(ReduceKind.Max, [1], KeepDims: false), ElementType.Bool, b);
        Check();
    }

    [Fact]
    public void Functions_that_every_number_has()
    {
        foreach (ElementType type in Numbers)
        {
            Value x = Input(type, 5, 6);
            foreach (UnaryKind kind in new[] { UnaryKind.Relu, UnaryKind.Abs, UnaryKind.Neg, UnaryKind.Sign })
            {
                Output(new Unary(kind), type, x);
            }
        }

        Check();
    }

    [Fact]
    public void Exact_functions_of_reals()
    {
        foreach (ElementType type in new[] { ElementType.Float32, ElementType.Float64 })
        {
            Value x = Input(type, 40);
            foreach (UnaryKind kind in new[] { UnaryKind.Sqrt, UnaryKind.Reciprocal, UnaryKind.Floor, UnaryKind.Ceil, UnaryKind.Round, UnaryKind.HardSwish, UnaryKind.Softsign })
            {
                Output(new Unary(kind), type, x);
            }

            Output(new Unary(UnaryKind.LeakyRelu, 0.1f), type, x);
            Output(new Unary(UnaryKind.HardSigmoid, 0.2f, 0.5f), type, x);
            Output(new Unary(UnaryKind.ThresholdedRelu, 1.5f), type, x);
            Output(new Unary(UnaryKind.Shrink, 1.5f, 0.25f), type, x);
            Output(new Unary(UnaryKind.IsNaN), ElementType.Bool, x);
            foreach ((float negative, float positive) in new[] { (1f, 1f), (0f, 1f), (1f, 0f) })
            {
                Output(new Unary(UnaryKind.IsInf, negative, positive), ElementType.Bool, x);
            }
        }

        Check();
    }

    [Fact]
    public void Choices_move_any_type()
    {
        Value condition = Input(ElementType.Bool, 2, 1, 6), row = Input(ElementType.Bool, 6);
        foreach (ElementType type in Numbers.Append(ElementType.Bool))
        {
            Value a = Input(type, 2, 3, 6), b = Input(type, 3, 1);
            Output(new Where(), type, condition, a, b);
            Output(new Where(), type, row, b, a);
        }

        Check();
    }

    [Fact]
    public void Reductions_of_every_type()
    {
        foreach (ElementType type in Numbers)
        {
            Value x = Input(type, 3, 21, 4);
            // ONNX has no means of narrow integers.
            foreach (ReduceKind kind in Enum.GetValues<ReduceKind>().Where(k => k != ReduceKind.Mean || type.Size() >= 4))
            {
                Output(new Reduce(kind, [1], KeepDims: true), type, x);
                Output(new Reduce(kind, [1, 2], KeepDims: false), type, x);
                Output(new Reduce(kind, [0, 1, 2], KeepDims: false), type, x);
            }

            foreach (bool last in new[] { false, true })
            {
                Output(new ArgReduce(true, 1, KeepDims: false, last), ElementType.Int64, x);
                Output(new ArgReduce(false, 2, KeepDims: true, last), ElementType.Int64, x);
            }

            foreach ((bool exclusive, bool reverse) in new[] { (false, false), (true, false), (false, true), (true, true) })
            {
                Output(new Cumulative(ReduceKind.Sum, 1, exclusive, reverse), type, x);
                Output(new Cumulative(ReduceKind.Product, 2, exclusive, reverse), type, x);
            }
        }

        Check();
    }

    [Fact]
    public void Reductions_of_nothing()
    {
        foreach (ElementType type in Numbers)
        {
            Value x = Input(type, 2, 0, 3);
            foreach (ReduceKind kind in new[] { ReduceKind.Sum, ReduceKind.Product, ReduceKind.Min, ReduceKind.Max })
            {
                Output(new Reduce(kind, [1], KeepDims: false), type, x);
            }
        }

        Check();
    }

    [Fact]
    public void Normalizations_of_rows()
    {
        Value x = Input(ElementType.Float32, 3, 5, 35), scale = Input(ElementType.Float32, 35), bias = Input(ElementType.Float32, 35);
        Value wide = Input(ElementType.Float32, 5, 35);
        foreach (bool centred in new[] { false, true })
        {
            Output(new LayerNormalization(2, 1e-5f) { Centred = centred }, ElementType.Float32, x, scale, bias);
            Output(new LayerNormalization(2, 1e-3f) { Centred = centred }, ElementType.Float32, x, scale);
            Output(new LayerNormalization(1, 1e-5f) { Centred = centred }, ElementType.Float32, x, wide);
            Output(new LayerNormalization(0, 0) { Centred = centred }, ElementType.Float32, x);
        }

        Check();
    }

    /// <summary>Numbers of both signs that are small, so that there are equal ones; never 0, by which integers are not divided.</summary>
    private Value Input(ElementType type, params int[] shape)
    {
        var random = new Random(_data.Count);
        var data = new TensorData(type, new Shape(shape));
        for (int i = 0; i < data.Length; i++)
        {
            double magnitude = random.Next(1, 7);
            Write(data, i, type == ElementType.Bool ? random.Next(2) : type.IsFloat() ? (magnitude + random.NextDouble()) * (random.Next(2) - 0.5) : random.Next(2) == 0 ? magnitude : -magnitude);
        }

        if (type.IsFloat() && data.Length > 30)
        {
            foreach ((int i, double special) in new[] { double.NaN, double.PositiveInfinity, double.NegativeInfinity, 0, -0.0, 1.5, -1.5 }.Select((special, i) => (i, special)).Where(_ => shape.Length == 1))
            {
                Write(data, i, special);
            }
        }

        var value = new Value("x" + _graph.Inputs.Count, new TensorType(type, data.Shape));
        _graph.Inputs.Add(value);
        _data.Add(data);
        return value;
    }

    private static Value Constant(ElementType type, double number)
    {
        var data = new TensorData(type, Shape.Scalar);
        Write(data, 0, number);
        return new Value("constant", data);
    }

    private static void Write(TensorData data, int i, double number)
    {
        var source = new TensorData(ElementType.Float64, new Shape(1));
        source.As<double>()[0] = number;
        ElementType target = data.Element;
        if (!target.IsFloat() && number < 0)
        {
            // Negative numbers wrap in unsigned types.
            source = new TensorData(ElementType.Int64, new Shape(1));
            source.As<long>()[0] = (long)number;
        }

        TensorData cast = Evaluator.Evaluate(new Cast(), [new Operand(source)], [new TensorType(target, new Shape(1))])[0];
        cast.Bytes.CopyTo(data.Bytes, i * target.Size());
    }

    private void Output(Operator op, ElementType type, params Value[] inputs)
    {
        Shape shape = op.InferShapes([.. inputs.Select(v => v.Shape)])[0];
        _graph.Outputs.Add(new GraphOutput("y" + _graph.Outputs.Count, _graph.Add(op, op.Name + _graph.Outputs.Count, inputs, new TensorType(type, shape))));
    }

    private void Check() => Lowered.AssertMatchesReference(_graph, [.. _data]);
}
