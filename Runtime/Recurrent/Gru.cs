using System;
using System.Runtime.CompilerServices;

namespace Octavo.Runtime;

/// <summary>
/// Gated recurrent units. Linear before the reset, a step is one walk over the state; otherwise the candidate's product waits for the reset of the whole state.
/// </summary>
public static unsafe class Gru
{
    private const int Gates = 3;

    /// <param name="x">The projected input with its biases, gates in the order z, r, h.</param>
    /// <param name="panels">Recurrent weights <c>[direction][k][gate][unit]</c> in the panels of <see cref="FloatPanels"/>.</param>
    /// <param name="resetBias"><c>[direction][Hidden]</c> when the layer is linear before the reset, else null.</param>
    /// <param name="lengths">The length of each item's sequence, or null.</param>
    /// <param name="state">The initial state.</param>
    /// <param name="workspace">For each direction and item as many floats as gates together have units, rounded up to a multiple of 16.</param>
    /// <param name="y">The state after each step.</param>
    /// <param name="lastState">The state after the last step.</param>
    /// <param name="team">Whose threads run the parts, where these may divide the units of an item among them; else null.</param>
    public static void Run<TF, TG>(
        float* x, float* panels, float* resetBias, int* lengths, float* state, float* workspace, float* y, float* lastState, in RecurrentShape shape, Team? team, int part, int parts)
        where TF : struct, IFloatUnary
        where TG : struct, IFloatUnary
    {
        if (FloatLanes.Use16)
        {
            Run<TF, TG, Lanes16>(x, panels, resetBias, lengths, state, workspace, y, lastState, shape, team, part, parts);
        }
        else if (FloatLanes.Use8)
        {
            Run<TF, TG, Lanes8>(x, panels, resetBias, lengths, state, workspace, y, lastState, shape, team, part, parts);
        }
        else if (FloatLanes.Use4)
        {
            Run<TF, TG, Lanes4>(x, panels, resetBias, lengths, state, workspace, y, lastState, shape, team, part, parts);
        }
        else
        {
            Run<TF, TG, Lanes1>(x, panels, resetBias, lengths, state, workspace, y, lastState, shape, team, part, parts);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Run<TF, TG, T>(
        float* x, float* panels, float* resetBias, int* lengths, float* state, float* workspace, float* y, float* lastState, in RecurrentShape shape, Team? team, int part, int parts)
        where TF : struct, IFloatUnary
        where TG : struct, IFloatUnary
        where T : struct, IFloatLanes<T>
    {
        var sequence = new RecurrentSequence(shape, Gates, x, y, lengths, workspace, team, part, parts);
        panels = sequence.Panels(panels);
        resetBias = resetBias == null ? null : resetBias + ((nint)shape.Direction * shape.Hidden);
        for (int first = sequence.ItemBegin; first < sequence.ItemEnd; first += RecurrentSequence.Group)
        {
            int end = Math.Min(first + RecurrentSequence.Group, sequence.ItemEnd), steps = sequence.Longest(first, end);
            for (int step = 0; step < steps; step++)
            {
                if (step > 0)
                {
                    sequence.Meet();
                }

                if (resetBias != null)
                {
                    LinearSteps<TF, TG, T>(panels, resetBias, state, first, end, step, sequence, shape);
                }
                else
                {
                    Steps<TF, TG, T>(panels, state, lastState, first, end, step, sequence, shape);
                }
            }

            if (resetBias == null)
            {
                // Other parts may still read r·h.
                sequence.Meet();
            }

            for (int item = first; item < end; item++)
            {
                sequence.Finish(item, state, lastState);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void LinearSteps<TF, TG, T>(float* panels, float* resetBias, float* state, int first, int end, int step, in RecurrentSequence sequence, in RecurrentShape shape)
        where TF : struct, IFloatUnary
        where TG : struct, IFloatUnary
        where T : struct, IFloatLanes<T>
    {
        sequence.StartSums(first, end, step, 2);
        for (int item = first; item < end; item++)
        {
            sequence.StartSums(resetBias, sequence.Sums(item) + (2 * shape.Hidden), 1);
        }

        sequence.AddProducts<T>(first, end, step, state, step, panels, 0, Gates);
        for (int item = first; item < end; item++)
        {
            int length = sequence.Length(item);
            if (step < length)
            {
                float* from = sequence.Input(sequence.Time(step, length), item);
                LinearStep<TF, TG, T>(from, sequence.StateAt(step, item, state), sequence.Sums(item), sequence.StateAt(step + 1, item, state), sequence, shape);
            }
        }
    }

    /// <summary>The last state's place is free until the end: it holds r·h, and the result's place holds z.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Steps<TF, TG, T>(float* panels, float* state, float* lastState, int first, int end, int step, in RecurrentSequence sequence, in RecurrentShape shape)
        where TF : struct, IFloatUnary
        where TG : struct, IFloatUnary
        where T : struct, IFloatLanes<T>
    {
        sequence.StartSums(first, end, step, 2);
        sequence.AddProducts<T>(first, end, step, state, step, panels, 0, 2);
        for (int item = first; item < end; item++)
        {
            if (step < sequence.Length(item))
            {
                Reset<TF, T>(sequence.StateAt(step, item, state), sequence.Sums(item), lastState + sequence.State(item), sequence.StateAt(step + 1, item, state), sequence, shape);
            }
        }

        sequence.Meet();

        // A register of the first product may have held some sums of the candidate, too.
        sequence.StartSums(first, end, step, 1, gate: 2);
        sequence.AddProducts<T>(first, end, step, lastState, 0, panels, 2, 1);
        for (int item = first; item < end; item++)
        {
            if (step < sequence.Length(item))
            {
                Update<TG, T>(sequence.StateAt(step, item, state), sequence.Sums(item), sequence.StateAt(step + 1, item, state), sequence, shape);
            }
        }
    }

    /// <summary>y = (1 − z)·g(x + r·n) + z·h, where n is the product that starts with the reset bias.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void LinearStep<TF, TG, T>(float* x, float* h, float* sums, float* y, in RecurrentSequence sequence, in RecurrentShape shape)
        where TF : struct, IFloatUnary
        where TG : struct, IFloatUnary
        where T : struct, IFloatLanes<T>
    {
        float* buffer = stackalloc float[SpreadLanes.Buffer];
        new Span<float>(buffer, SpreadLanes.Buffer).Clear();
        int hidden = shape.Hidden;
        T clip = T.Of(shape.Clip), alpha = T.Of(shape.FAlpha), beta = T.Of(shape.FBeta);
        for (int unit = sequence.UnitBegin; unit < sequence.UnitEnd; unit += T.Count)
        {
            var units = new RecurrentUnits<T>(unit, hidden, buffer);
            T z = TF.Invoke(RecurrentUnits<T>.Clip(units.Load(sums), clip), alpha, beta);
            T r = TF.Invoke(RecurrentUnits<T>.Clip(units.Load(sums + hidden), clip), alpha, beta);
            T n = units.Load(x + (2 * hidden)) + (r * units.Load(sums + (2 * hidden)));
            units.Store(Blend<TG, T>(z, n, units.Load(h), shape), y);
        }
    }

    /// <summary>z and r·h of all units.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Reset<TF, T>(float* h, float* sums, float* resetState, float* update, in RecurrentSequence sequence, in RecurrentShape shape)
        where TF : struct, IFloatUnary
        where T : struct, IFloatLanes<T>
    {
        float* buffer = stackalloc float[SpreadLanes.Buffer];
        new Span<float>(buffer, SpreadLanes.Buffer).Clear();
        int hidden = shape.Hidden;
        T clip = T.Of(shape.Clip), alpha = T.Of(shape.FAlpha), beta = T.Of(shape.FBeta);
        for (int unit = sequence.UnitBegin; unit < sequence.UnitEnd; unit += T.Count)
        {
            var units = new RecurrentUnits<T>(unit, hidden, buffer);
            units.Store(TF.Invoke(RecurrentUnits<T>.Clip(units.Load(sums), clip), alpha, beta), update);
            units.Store(TF.Invoke(RecurrentUnits<T>.Clip(units.Load(sums + hidden), clip), alpha, beta) * units.Load(h), resetState);
        }
    }

    /// <summary>y = (1 − z)·n + z·h, where y holds z.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Update<TG, T>(float* h, float* sums, float* y, in RecurrentSequence sequence, in RecurrentShape shape)
        where TG : struct, IFloatUnary
        where T : struct, IFloatLanes<T>
    {
        float* buffer = stackalloc float[SpreadLanes.Buffer];
        new Span<float>(buffer, SpreadLanes.Buffer).Clear();
        int hidden = shape.Hidden;
        for (int unit = sequence.UnitBegin; unit < sequence.UnitEnd; unit += T.Count)
        {
            var units = new RecurrentUnits<T>(unit, hidden, buffer);
            units.Store(Blend<TG, T>(units.Load(y), units.Load(sums + (2 * hidden)), units.Load(h), shape), y);
        }
    }

    /// <summary>(1 − z)·g(n) + z·h</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Blend<TG, T>(T z, T n, T h, in RecurrentShape shape)
        where TG : struct, IFloatUnary
        where T : struct, IFloatLanes<T>
    {
        n = TG.Invoke(RecurrentUnits<T>.Clip(n, T.Of(shape.Clip)), T.Of(shape.GAlpha), T.Of(shape.GBeta));
        return ((T.Of(1) - z) * n) + (z * h);
    }
}
