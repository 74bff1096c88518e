using System;
using System.Collections.Generic;
using Octavo.Compiler.Reference.Arithmetic;

namespace Octavo.Compiler.Reference;

/// <summary>
/// RNN, GRU and LSTM, one item of one direction after the other. The sum before an activation starts with the projected input and adds the products with the
/// state in ascending order, each a fused multiply-add; everything else is rounded operation by operation.
/// </summary>
internal sealed class Recurrence
{
    private readonly Recurrent _op;
    private readonly Precision _precision;
    private readonly int _hidden;
    private readonly double[] _x;
    private readonly double[] _weights;
    private readonly double[]? _resetBias;
    private readonly double[]? _peepholes;

    private Recurrence(Recurrent op, IReadOnlyList<Operand?> inputs, Precision precision)
    {
        _op = op;
        _precision = precision;
        _hidden = inputs[1]!.Shape[2];
        _x = TensorReader.Reals(inputs[0]!);
        _weights = TensorReader.Reals(inputs[1]!);
        _resetBias = inputs[2] is { } bias ? TensorReader.Reals(bias) : null;
        _peepholes = inputs.Count > 6 && inputs[6] is { } peepholes ? TensorReader.Reals(peepholes) : null;
    }

    public static TensorData[] Evaluate(Recurrent op, IReadOnlyList<Operand?> inputs, IReadOnlyList<TensorType> outputs)
    {
        (int steps, int items) = (inputs[0]!.Shape[0], inputs[0]!.Shape[1]);
        int directions = op.Directions.Count, hidden = inputs[1]!.Shape[2], gates = op.Gates * hidden;
        bool isLstm = op.Kind == RecurrentKind.Lstm;
        var recurrence = new Recurrence(op, inputs, Precision.Of(outputs[0], inputs[0]));
        double[] initialState = TensorReader.Reals(inputs[4]!), initialCell = isLstm ? TensorReader.Reals(inputs[5]!) : [];
        var y = new double[steps * directions * items * hidden];
        double[] lastState = new double[directions * items * hidden], lastCell = new double[directions * items * hidden];
        for (int d = 0; d < directions; d++)
        {
            for (int item = 0; item < items; item++)
            {
                int length = inputs[3] is { } lengths ? (int)Math.Max(0, Math.Min(lengths.Data.IntegerAt(item), steps)) : steps;
                int at = ((d * items) + item) * hidden;
                double[] h = Part(initialState, at, hidden), c = isLstm ? Part(initialCell, at, hidden) : [];
                for (int step = 0; step < length; step++)
                {
                    int t = op.Directions[d].Reverse ? length - 1 - step : step;
                    h = recurrence.Step(d, (((t * items) + item) * directions * gates) + (d * gates), h, c);
                    h.CopyTo(y, ((((t * directions) + d) * items) + item) * hidden);
                }

                if (length > 0)
                {
                    h.CopyTo(lastState, at);
                }

                c.CopyTo(lastCell, at);
            }
        }

        TensorData all = TensorWriter.Reals(outputs[0], y), last = TensorWriter.Reals(outputs[1], lastState);
        return isLstm ? [all, last, TensorWriter.Reals(outputs[2], lastCell)] : [all, last];
    }

    /// <summary>The next state; the cell changes in place.</summary>
    private double[] Step(int direction, int x, double[] h, double[] c) => _op.Kind switch
    {
        RecurrentKind.Rnn => Rnn(direction, x, h),
        RecurrentKind.Gru => Gru(direction, x, h),
        _ => Lstm(direction, x, h, c),
    };

    private double[] Rnn(int direction, int x, double[] h)
    {
        double[] y = new double[_hidden];
        for (int u = 0; u < _hidden; u++)
        {
            y[u] = Activated(direction, 0, Sum(_x[x + u], direction, u, h));
        }

        return y;
    }

    private double[] Gru(int direction, int x, double[] h)
    {
        double[] update = new double[_hidden], reset = new double[_hidden], resetState = new double[_hidden], y = new double[_hidden];
        for (int u = 0; u < _hidden; u++)
        {
            update[u] = Activated(direction, 0, Sum(_x[x + u], direction, u, h));
            reset[u] = Activated(direction, 0, Sum(_x[x + _hidden + u], direction, _hidden + u, h));
            resetState[u] = Round(reset[u] * h[u]);
        }

        for (int u = 0; u < _hidden; u++)
        {
            int row = (2 * _hidden) + u;
            double sum = _op.LinearBeforeReset
                ? Round(_x[x + row] + Round(reset[u] * Sum(_resetBias![(direction * _hidden) + u], direction, row, h)))
                : Sum(_x[x + row], direction, row, resetState);
            double candidate = Activated(direction, 1, sum);
            y[u] = Round(Round(Round(1 - update[u]) * candidate) + Round(update[u] * h[u]));
        }

        return y;
    }

    private double[] Lstm(int direction, int x, double[] h, double[] c)
    {
        double[] y = new double[_hidden], previous = (double[])c.Clone();
        for (int u = 0; u < _hidden; u++)
        {
            double input = Activated(direction, 0, Peeped(Gate(0), direction, 0, u, previous[u]));
            double forget = _op.InputForget ? Round(1 - input) : Activated(direction, 0, Peeped(Gate(2), direction, 2, u, previous[u]));
            double candidate = Activated(direction, 1, Gate(3));
            c[u] = Round(Round(forget * previous[u]) + Round(input * candidate));
            double output = Activated(direction, 0, Peeped(Gate(1), direction, 1, u, c[u]));
            y[u] = Round(output * Activated(direction, 2, c[u]));

            double Gate(int gate) => Sum(_x[x + (gate * _hidden) + u], direction, (gate * _hidden) + u, h);
        }

        return y;
    }

    private double Peeped(double sum, int direction, int gate, int unit, double cell) =>
        _peepholes is null ? sum : Round(sum + Round(_peepholes[(((direction * 3) + gate) * _hidden) + unit] * cell));

    /// <summary>start + h · (a row of the recurrent weights)</summary>
    private double Sum(double start, int direction, int row, double[] h)
    {
        double sum = start;
        int at = ((direction * _op.Gates * _hidden) + row) * _hidden;
        for (int k = 0; k < _hidden; k++)
        {
            sum = _precision.IsDouble
                ? (h[k] * _weights[at + k]) + sum
                : Float32.FusedMultiplyAdd((float)h[k], (float)_weights[at + k], (float)sum);
        }

        return sum;
    }

    private double Activated(int direction, int activation, double x)
    {
        x = x < -_op.Clip ? -_op.Clip : x > _op.Clip ? _op.Clip : x;
        return Round(UnaryFunctions.Of(_op.Directions[direction].Activations[activation], x, _precision));
    }

    private double Round(double value) => _precision.Round(value);

    private static double[] Part(double[] values, int start, int length) => values.AsSpan(start, length).ToArray();
}
