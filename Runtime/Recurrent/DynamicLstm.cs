using System;
using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace Octavo.Runtime;

/// <summary>
/// An LSTM that quantizes the states of all items at every step, multiplies their codes by 8-bit weights, and adds the product to the projected input. Called
/// by generated code.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static unsafe class DynamicLstm
{
    private const int Gates = 4;

    /// <param name="x">The projected input without biases, gates in the order i, o, f, c.</param>
    /// <param name="panels">The recurrent weights of the direction, as <see cref="ConvolutionShape"/> describes them.</param>
    /// <param name="lengths">The length of each item's sequence, or null.</param>
    /// <param name="state">The initial state, and <paramref name="cell"/> the initial cell.</param>
    /// <param name="bias">Null, or <c>[direction][i, o, f, c][Hidden]</c>.</param>
    /// <param name="peepholes">Null, or <c>[direction][i, o, f][Hidden]</c>.</param>
    /// <param name="workspace">For each direction and item 5 · roundUp(Hidden, 16) + 16 · Hidden bytes.</param>
    /// <param name="y">The state after each step.</param>
    /// <param name="lastState">The state after the last step, and <paramref name="lastCell"/> the cell.</param>
    /// <param name="product">The product of the codes of a step, whose rows lie roundUp(Hidden, 16) bytes apart, giving rows of floats.</param>
    /// <param name="epilogue">Its epilogue, but for the scale and zero point of the codes.</param>
    public static void Run<TF, TG, TH>(
        float* x, sbyte* panels, int* lengths, float* state, float* cell, float* bias, float* peepholes, byte* workspace, float* y, float* lastState, float* lastCell,
        in RecurrentShape shape, in ConvolutionShape product, in Epilogue epilogue, int part, int parts)
        where TF : struct, IFloatUnary
        where TG : struct, IFloatUnary
        where TH : struct, IFloatUnary
    {
        InstructionSet set = InstructionSets.Current;
        if (FloatLanes.Use16)
        {
            Run<TF, TG, TH, Lanes16>(set, x, panels, lengths, state, cell, bias, peepholes, workspace, y, lastState, lastCell, shape, product, epilogue, part, parts);
        }
        else if (FloatLanes.Use8)
        {
            Run<TF, TG, TH, Lanes8>(set, x, panels, lengths, state, cell, bias, peepholes, workspace, y, lastState, lastCell, shape, product, epilogue, part, parts);
        }
        else if (FloatLanes.Use4)
        {
            Run<TF, TG, TH, Lanes4>(set, x, panels, lengths, state, cell, bias, peepholes, workspace, y, lastState, lastCell, shape, product, epilogue, part, parts);
        }
        else
        {
            Run<TF, TG, TH, Lanes1>(set, x, panels, lengths, state, cell, bias, peepholes, workspace, y, lastState, lastCell, shape, product, epilogue, part, parts);
        }
    }

    internal static void Run<TF, TG, TH, T>(
        InstructionSet set, float* x, sbyte* panels, int* lengths, float* state, float* cell, float* bias, float* peepholes, byte* workspace, float* y, float* lastState,
        float* lastCell, in RecurrentShape shape, in ConvolutionShape product, in Epilogue epilogue, int part, int parts)
        where TF : struct, IFloatUnary
        where TG : struct, IFloatUnary
        where TH : struct, IFloatUnary
        where T : struct, IFloatLanes<T>
    {
        // The items of a direction depend on each other.
        (int begin, int end) = Partition.Of(shape.Directions, part, parts);
        if (shape.Direction < begin || shape.Direction >= end)
        {
            return;
        }

        int hidden = shape.Hidden, row = (hidden + 15) & -16, items = shape.Items;
        var sequence = new RecurrentSequence(shape, Gates, x, y, lengths, workspace: null, team: null, part: 0, parts: 1);
        bias = bias == null ? null : bias + ((nint)shape.Direction * Gates * hidden);
        peepholes = peepholes == null ? null : peepholes + ((nint)shape.Direction * 3 * hidden);
        float* h = (float*)(workspace + ((nint)shape.Direction * items * ((5 * row) + (4 * Gates * hidden))));
        float* sums = h + ((nint)items * row);
        byte* codes = (byte*)(sums + ((nint)items * Gates * hidden));
        int steps = Begin(sequence, state, cell, h, row, lastCell, shape);
        Epilogue step = epilogue;
        for (int i = 0; i < steps; i++)
        {
            DynamicScale scale = Quantize<T>(h, codes, items * row);
            step.InputScale = scale.Scale;
            step.InputZeroPoint = scale.ZeroPoint;
            Convolution.Run(set, codes, panels, (byte*)sums, product, step, 0, 1);
            for (int item = 0; item < items; item++)
            {
                int length = sequence.Length(item);
                float* next = h + ((nint)item * row);
                if (i < length)
                {
                    int time = sequence.Time(i, length);
                    Step<TF, TG, TH, T>(sequence.Input(time, item), sums + ((nint)item * Gates * hidden), lastCell + sequence.State(item), bias, peepholes, next, shape);
                    new ReadOnlySpan<float>(next, hidden).CopyTo(new Span<float>(sequence.Output(time, item), hidden));
                }
                else if (!shape.KeepsEnded)
                {
                    new Span<float>(next, hidden).Clear();
                }
            }
        }

        for (int item = 0; item < items; item++)
        {
            sequence.Finish(item, null, lastState);
        }
    }

    /// <summary>Copies the initial states, with zeros behind each, and the initial cells, of which empty sequences have none. Returns the longest sequence's length.</summary>
    private static int Begin(in RecurrentSequence sequence, float* state, float* cell, float* h, int row, float* lastCell, in RecurrentShape shape)
    {
        int hidden = shape.Hidden, longest = 0;
        new Span<float>(h, shape.Items * row).Clear();
        for (int item = 0; item < shape.Items; item++)
        {
            nint at = sequence.State(item);
            var c = new Span<float>(lastCell + at, hidden);
            new ReadOnlySpan<float>(state + at, hidden).CopyTo(new Span<float>(h + ((nint)item * row), hidden));
            new ReadOnlySpan<float>(cell + at, hidden).CopyTo(c);
            int length = sequence.Length(item);
            longest = Math.Max(longest, length);
            if (length == 0)
            {
                c.Clear();
            }
        }

        return longest;
    }

    /// <summary>The codes of a multiple of 16 floats.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static DynamicScale Quantize<T>(float* h, byte* codes, int count)
        where T : struct, IFloatLanes<T>
    {
        T low = T.Of(0), high = T.Of(0);
        for (int i = 0; i < count; i += T.Count)
        {
            T value = T.Load(h + i);
            low = T.IfLess(value, low, value, low);
            high = T.IfLess(high, value, value, high);
        }

        float* extremes = stackalloc float[2 * T.Count];
        low.Store(extremes);
        high.Store(extremes + T.Count);
        float least = 0, greatest = 0;
        for (int i = 0; i < T.Count; i++)
        {
            least = MathF.Min(least, extremes[i]);
            greatest = MathF.Max(greatest, extremes[T.Count + i]);
        }

        var scale = new DynamicScale(least, greatest);
        T step = T.Of(scale.Scale), zero = T.Of(scale.ZeroPoint), bottom = T.Of(-scale.ZeroPoint), top = T.Of(255 - scale.ZeroPoint);
        for (int i = 0; i < count; i += T.Count)
        {
            T value = T.Load(h + i) / step;
            value = T.IfLess(bottom, value, value, bottom);
            value = T.IfLess(value, top, value, top);
            (T.Round(value) + zero).StoreBytes(codes + i);
        }

        return scale;
    }

    /// <summary>One step of an item: <paramref name="sums"/> is the product with the state before it, y the state after it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Step<TF, TG, TH, T>(float* x, float* sums, float* c, float* bias, float* peepholes, float* y, in RecurrentShape shape)
        where TF : struct, IFloatUnary
        where TG : struct, IFloatUnary
        where TH : struct, IFloatUnary
        where T : struct, IFloatLanes<T>
    {
        float* buffer = stackalloc float[SpreadLanes.Buffer];
        new Span<float>(buffer, SpreadLanes.Buffer).Clear();
        int hidden = shape.Hidden;
        T unbounded = T.Of(float.PositiveInfinity);
        for (int unit = 0; unit < hidden; unit += T.Count)
        {
            var units = new RecurrentUnits<T>(unit, hidden, buffer);
            T i = units.Load(x) + units.Load(sums);
            T o = units.Load(x + hidden) + units.Load(sums + hidden);
            T f = units.Load(x + (2 * hidden)) + units.Load(sums + (2 * hidden));
            T g = units.Load(x + (3 * hidden)) + units.Load(sums + (3 * hidden));
            LstmCell.Step<TF, TG, TH, T>(units, i, o, f, g, c, peepholes, bias, unbounded, y, shape);
        }
    }
}
