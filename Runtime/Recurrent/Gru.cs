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

    internal static void Run<TF, TG, T>(
        float* x, float* panels, float* resetBias, int* lengths, float* state, float* workspace, float* y, float* lastState, in RecurrentShape shape, Team? team, int part, int parts)
        where TF : struct, IFloatUnary
        where TG : struct, IFloatUnary
        where T : struct, IFloatLanes<T>
    {
        int hidden = shape.Hidden;
        var sequence = new RecurrentSequence(shape, Gates, x, y, lengths, workspace, team, part, parts);
        panels = sequence.Panels(panels);
        resetBias = resetBias == null ? null : resetBias + ((nint)shape.Direction * hidden);
        for (int item = sequence.ItemBegin; item < sequence.ItemEnd; item++)
        {
            int length = sequence.Length(item);
            float* h = state + sequence.State(item);
            for (int step = 0; step < length; step++)
            {
                if (step > 0)
                {
                    sequence.Meet();
                }

                int time = sequence.Time(step, length);
                float* from = sequence.Input(time, item);
                float* to = sequence.Output(time, item);
                float* sums = sequence.Sums(item);
                if (resetBias != null)
                {
                    LinearStep<TF, TG, T>(from, panels, resetBias, h, sums, to, sequence, shape);
                }
                else
                {
                    // The last state's place is free until the end: it holds r·h, and the result's place holds z.
                    float* resetState = lastState + sequence.State(item);
                    Reset<TF, T>(from, panels, h, sums, resetState, to, sequence, shape);
                    sequence.Meet();
                    Update<TG, T>(from, panels, resetState, h, sums, to, sequence, shape);
                }

                h = to;
            }

            if (resetBias == null)
            {
                // Other parts may still read r·h.
                sequence.Meet();
            }

            sequence.Finish(item, length, h, lastState);
        }
    }

    /// <summary>y = (1 − z)·g(x + r·n) + z·h, where n is the product that starts with the reset bias.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void LinearStep<TF, TG, T>(float* x, float* panels, float* resetBias, float* h, float* sums, float* y, in RecurrentSequence sequence, in RecurrentShape shape)
        where TF : struct, IFloatUnary
        where TG : struct, IFloatUnary
        where T : struct, IFloatLanes<T>
    {
        float* buffer = stackalloc float[SpreadLanes.Buffer];
        new Span<float>(buffer, SpreadLanes.Buffer).Clear();
        int hidden = shape.Hidden;
        sequence.StartSums(x, sums, 2);
        sequence.StartSums(resetBias, sums + (2 * hidden), 1);
        sequence.AddProduct<T>(h, panels, sums, 0, Gates);
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
    private static void Reset<TF, T>(float* x, float* panels, float* h, float* sums, float* resetState, float* update, in RecurrentSequence sequence, in RecurrentShape shape)
        where TF : struct, IFloatUnary
        where T : struct, IFloatLanes<T>
    {
        float* buffer = stackalloc float[SpreadLanes.Buffer];
        new Span<float>(buffer, SpreadLanes.Buffer).Clear();
        int hidden = shape.Hidden;
        sequence.StartSums(x, sums, 2);
        sequence.AddProduct<T>(h, panels, sums, 0, 2);
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
    private static void Update<TG, T>(float* x, float* panels, float* resetState, float* h, float* sums, float* y, in RecurrentSequence sequence, in RecurrentShape shape)
        where TG : struct, IFloatUnary
        where T : struct, IFloatLanes<T>
    {
        float* buffer = stackalloc float[SpreadLanes.Buffer];
        new Span<float>(buffer, SpreadLanes.Buffer).Clear();
        int hidden = shape.Hidden;
        sequence.StartSums(x + (2 * hidden), sums + (2 * hidden), 1);
        sequence.AddProduct<T>(resetState, panels, sums, 2, 1);
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
