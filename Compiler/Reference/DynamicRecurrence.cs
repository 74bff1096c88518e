using System;
using System.Collections.Generic;
using System.Linq;
using Octavo.Compiler.Reference.Arithmetic;

namespace Octavo.Compiler.Reference;

/// <summary>
/// An LSTM whose states are quantized at every step, all items of a direction together. A gate is <c>((x + float(acc)·(s·sr)) + p·c) + bias</c>; each operation
/// of it, and everything after it, is rounded.
/// </summary>
internal sealed class DynamicRecurrence
{
    private readonly DynamicLstm _op;
    private readonly RecurrentDirection _direction;
    private readonly int _hidden;
    private readonly int[] _codes;
    private readonly Quantization _quantization;
    private readonly float[] _bias;
    private readonly float[]? _peepholes;

    private DynamicRecurrence(DynamicLstm op, int direction, IReadOnlyList<Operand?> inputs)
    {
        Operand weights = inputs[1 + direction]!;
        _op = op;
        _direction = op.Directions[direction];
        _hidden = weights.Shape[0];
        _codes = weights.Data.ToInts();
        _quantization = weights.Quantization!;
        _bias = Optional(6, DynamicLstm.Gates) ?? new float[DynamicLstm.Gates * _hidden];
        _peepholes = Optional(7, 3);

        float[]? Optional(int index, int rows) =>
            index < inputs.Count && inputs[index] is { } operand ? operand.Data.ToFloats().AsSpan(direction * rows * _hidden, rows * _hidden).ToArray() : null;
    }

    public static TensorData[] Evaluate(DynamicLstm op, IReadOnlyList<Operand?> inputs, IReadOnlyList<TensorType> outputs)
    {
        float[] x = inputs[0]!.Data.ToFloats();
        int steps = inputs[0]!.Shape[0], items = inputs[0]!.Shape[1], directions = op.Directions.Count, hidden = inputs[1]!.Shape[0], gates = DynamicLstm.Gates * hidden;
        int[] lengths = [.. Enumerable.Range(0, items).Select(i => inputs[3] is { } given ? (int)Math.Max(0, Math.Min(given.Data.IntegerAt(i), steps)) : steps)];
        float[] y = new float[steps * directions * items * hidden], lastState = new float[directions * items * hidden], lastCell = new float[lastState.Length];
        for (int d = 0; d < directions; d++)
        {
            var recurrence = new DynamicRecurrence(op, d, inputs);
            float[][] h = Rows(inputs[4]!, d), c = Rows(inputs[5]!, d);
            for (int step = 0; step < lengths.Max(); step++)
            {
                Quantization quantization = DynamicQuantization.Of(h.SelectMany(row => row));
                int[][] codes = Array.ConvertAll(h, row => Array.ConvertAll(row, v => Saturation.RoundThenShift(v / quantization.Scale, quantization.ZeroPoint, 0, 255)));
                for (int item = 0; item < items; item++)
                {
                    if (step < lengths[item])
                    {
                        int t = op.Directions[d].Reverse ? lengths[item] - 1 - step : step;
                        float[] sums = recurrence.Sums(x, ((((t * items) + item) * directions) + d) * gates, codes[item], quantization);
                        h[item] = recurrence.Step(sums, c[item]);
                        h[item].CopyTo(y, ((((t * directions) + d) * items) + item) * hidden);
                        h[item].CopyTo(lastState, ((d * items) + item) * hidden);
                        c[item].CopyTo(lastCell, ((d * items) + item) * hidden);
                    }
                    else if (!op.KeepsEnded)
                    {
                        h[item] = new float[hidden];
                    }
                }
            }
        }

        return [TensorData.Floats(outputs[0].Shape, y), TensorData.Floats(outputs[1].Shape, lastState), TensorData.Floats(outputs[2].Shape, lastCell)];

        float[][] Rows(Operand states, int direction)
        {
            float[] all = states.Data.ToFloats();
            return [.. Enumerable.Range(0, items).Select(item => all.AsSpan(((direction * items) + item) * hidden, hidden).ToArray())];
        }
    }

    /// <summary>The projected input and the product with the state, of all gates.</summary>
    private float[] Sums(float[] x, int start, int[] codes, Quantization state)
    {
        float[] sums = new float[DynamicLstm.Gates * _hidden];
        for (int n = 0; n < sums.Length; n++)
        {
            int sum = 0;
            for (int k = 0; k < _hidden; k++)
            {
                sum += (codes[k] - state.ZeroPoint) * (_codes[(k * sums.Length) + n] - _quantization.ZeroPointOf(n));
            }

            float scale = state.Scale * _quantization.ScaleOf(n);
            float product = sum * scale;
            sums[n] = x[start + n] + product;
        }

        return sums;
    }

    /// <summary>The next state; the cell changes in place.</summary>
    private float[] Step(float[] sums, float[] cell)
    {
        float[] y = new float[_hidden];
        for (int u = 0; u < _hidden; u++)
        {
            float input = Gate(0, u, 0, Peeped(sums[u], 0, u, cell[u]));
            float forget = _op.InputForget ? 1 - input : Gate(2, u, 0, Peeped(sums[(2 * _hidden) + u], 2, u, cell[u]));
            float candidate = Gate(3, u, 1, sums[(3 * _hidden) + u]);
            float kept = cell[u] * forget, added = input * candidate;
            cell[u] = kept + added;
            float output = Gate(1, u, 0, Peeped(sums[_hidden + u], 1, u, cell[u]));
            y[u] = output * Activated(2, cell[u]);
        }

        return y;
    }

    private float Peeped(float sum, int gate, int unit, float cell)
    {
        float peeped = _peepholes is null ? 0 : _peepholes[(gate * _hidden) + unit] * cell;
        return _peepholes is null ? sum : sum + peeped;
    }

    private float Gate(int gate, int unit, int activation, float sum)
    {
        float x = sum + _bias[(gate * _hidden) + unit];
        return Activated(activation, x < -_op.Clip ? -_op.Clip : x > _op.Clip ? _op.Clip : x);
    }

    private float Activated(int activation, float x) => (float)UnaryFunctions.Of(_direction.Activations[activation], x, default);
}
