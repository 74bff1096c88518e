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
    /// <param name="panels">Recurrent weights, see <see cref="RecurrentPanels"/>.</param>
    /// <param name="resetBias"><c>[direction][Hidden]</c> when the layer is linear before the reset, else null.</param>
    /// <param name="lengths">The length of each item's sequence, or null.</param>
    /// <param name="state">The initial state.</param>
    /// <param name="y">The state after each step.</param>
    /// <param name="lastState">The state after the last step.</param>
    public static void Run<TF, TG>(
        float* x, float* panels, float* resetBias, int* lengths, float* state, float* y, float* lastState, in RecurrentShape shape, int part, int parts)
        where TF : struct, IFloatUnary
        where TG : struct, IFloatUnary
    {
        if (FloatLanes.Use16)
        {
            Run<TF, TG, Lanes16>(x, panels, resetBias, lengths, state, y, lastState, shape, part, parts);
        }
        else if (FloatLanes.Use8)
        {
            Run<TF, TG, Lanes8>(x, panels, resetBias, lengths, state, y, lastState, shape, part, parts);
        }
        else if (FloatLanes.Use4)
        {
            Run<TF, TG, Lanes4>(x, panels, resetBias, lengths, state, y, lastState, shape, part, parts);
        }
        else
        {
            Run<TF, TG, Lanes1>(x, panels, resetBias, lengths, state, y, lastState, shape, part, parts);
        }
    }

    internal static void Run<TF, TG, T>(
        float* x, float* panels, float* resetBias, int* lengths, float* state, float* y, float* lastState, in RecurrentShape shape, int part, int parts)
        where TF : struct, IFloatUnary
        where TG : struct, IFloatUnary
        where T : struct, IFloatLanes<T>
    {
        int hidden = shape.Hidden, blocks = (hidden + RecurrentPanels.Width - 1) / RecurrentPanels.Width;
        var sequence = new RecurrentSequence(shape, Gates, x, y, lengths);
        panels += (nint)shape.Direction * blocks * hidden * Gates * RecurrentPanels.Width;
        resetBias = resetBias == null ? null : resetBias + ((nint)shape.Direction * hidden);
        (int begin, int end) = sequence.Items(part, parts);
        for (int item = begin; item < end; item++)
        {
            int length = sequence.Length(item);
            float* h = state + sequence.State(item);
            for (int step = 0; step < length; step++)
            {
                int time = sequence.Time(step, length);
                float* from = sequence.Input(time, item);
                float* to = sequence.Output(time, item);
                if (resetBias != null)
                {
                    LinearStep<TF, TG, T>(from, panels, resetBias, h, to, shape);
                }
                else
                {
                    // The last state's place is free until the end: it holds r·h, and the result's place holds z.
                    float* resetState = lastState + sequence.State(item);
                    Reset<TF, T>(from, panels, h, resetState, to, shape);
                    Update<TG, T>(from, panels, resetState, h, to, shape);
                }

                h = to;
            }

            sequence.Finish(item, length, h, lastState);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void LinearStep<TF, TG, T>(float* x, float* panels, float* resetBias, float* h, float* y, in RecurrentShape shape)
        where TF : struct, IFloatUnary
        where TG : struct, IFloatUnary
        where T : struct, IFloatLanes<T>
    {
        const int Width = RecurrentPanels.Width;
        float* buffer = stackalloc float[SpreadLanes.Buffer];
        new Span<float>(buffer, SpreadLanes.Buffer).Clear();
        int hidden = shape.Hidden;
        for (int unit = 0; unit < hidden; unit += 2 * T.Count)
        {
            // A second register without units repeats the first one's work.
            bool both = unit + T.Count < hidden;
            var first = new RecurrentUnits<T>(unit, hidden, buffer);
            var second = new RecurrentUnits<T>(both ? unit + T.Count : unit, hidden, buffer);
            float* v = first.Weights(panels, Gates, hidden), w = second.Weights(panels, Gates, hidden);
            T z0 = first.Load(x), r0 = first.Load(x + hidden), n0 = first.Load(resetBias);
            T z1 = second.Load(x), r1 = second.Load(x + hidden), n1 = second.Load(resetBias);
            for (nint k = 0; k < hidden; k++)
            {
                T value = T.Of(h[k]);
                z0 = T.FusedMultiplyAdd(value, T.Load(v), z0);
                r0 = T.FusedMultiplyAdd(value, T.Load(v + Width), r0);
                n0 = T.FusedMultiplyAdd(value, T.Load(v + (2 * Width)), n0);
                z1 = T.FusedMultiplyAdd(value, T.Load(w), z1);
                r1 = T.FusedMultiplyAdd(value, T.Load(w + Width), r1);
                n1 = T.FusedMultiplyAdd(value, T.Load(w + (2 * Width)), n1);
                v += Gates * Width;
                w += Gates * Width;
            }

            Finish<TF, TG, T>(first, z0, r0, n0, x, h, y, shape);
            if (both)
            {
                Finish<TF, TG, T>(second, z1, r1, n1, x, h, y, shape);
            }
        }
    }

    /// <summary>y = (1 − z)·g(x + r·n) + z·h, of some units.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Finish<TF, TG, T>(in RecurrentUnits<T> units, T z, T r, T n, float* x, float* h, float* y, in RecurrentShape shape)
        where TF : struct, IFloatUnary
        where TG : struct, IFloatUnary
        where T : struct, IFloatLanes<T>
    {
        T clip = T.Of(shape.Clip), alpha = T.Of(shape.FAlpha), beta = T.Of(shape.FBeta);
        z = TF.Invoke(RecurrentUnits<T>.Clip(z, clip), alpha, beta);
        r = TF.Invoke(RecurrentUnits<T>.Clip(r, clip), alpha, beta);
        n = TG.Invoke(RecurrentUnits<T>.Clip(units.Load(x + (2 * shape.Hidden)) + (r * n), clip), T.Of(shape.GAlpha), T.Of(shape.GBeta));
        units.Store(((T.Of(1) - z) * n) + (z * units.Load(h)), y);
    }

    /// <summary>z and r·h of all units.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Reset<TF, T>(float* x, float* panels, float* h, float* resetState, float* update, in RecurrentShape shape)
        where TF : struct, IFloatUnary
        where T : struct, IFloatLanes<T>
    {
        const int Width = RecurrentPanels.Width;
        float* buffer = stackalloc float[SpreadLanes.Buffer];
        new Span<float>(buffer, SpreadLanes.Buffer).Clear();
        int hidden = shape.Hidden;
        T clip = T.Of(shape.Clip), alpha = T.Of(shape.FAlpha), beta = T.Of(shape.FBeta);
        for (int unit = 0; unit < hidden; unit += T.Count)
        {
            var units = new RecurrentUnits<T>(unit, hidden, buffer);
            float* w = units.Weights(panels, Gates, hidden);
            T z = units.Load(x), r = units.Load(x + hidden);
            for (nint k = 0; k < hidden; k++)
            {
                T value = T.Of(h[k]);
                z = T.FusedMultiplyAdd(value, T.Load(w), z);
                r = T.FusedMultiplyAdd(value, T.Load(w + Width), r);
                w += Gates * Width;
            }

            units.Store(TF.Invoke(RecurrentUnits<T>.Clip(z, clip), alpha, beta), update);
            units.Store(TF.Invoke(RecurrentUnits<T>.Clip(r, clip), alpha, beta) * units.Load(h), resetState);
        }
    }

    /// <summary>y = (1 − z)·n + z·h, where y holds z.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Update<TG, T>(float* x, float* panels, float* resetState, float* h, float* y, in RecurrentShape shape)
        where TG : struct, IFloatUnary
        where T : struct, IFloatLanes<T>
    {
        const int Width = RecurrentPanels.Width;
        float* buffer = stackalloc float[SpreadLanes.Buffer];
        new Span<float>(buffer, SpreadLanes.Buffer).Clear();
        int hidden = shape.Hidden;
        T clip = T.Of(shape.Clip), alpha = T.Of(shape.GAlpha), beta = T.Of(shape.GBeta);
        for (int unit = 0; unit < hidden; unit += T.Count)
        {
            var units = new RecurrentUnits<T>(unit, hidden, buffer);
            float* w = units.Weights(panels, Gates, hidden) + (2 * Width);
            T n = units.Load(x + (2 * hidden));
            for (nint k = 0; k < hidden; k++)
            {
                n = T.FusedMultiplyAdd(T.Of(resetState[k]), T.Load(w), n);
                w += Gates * Width;
            }

            T z = units.Load(y);
            n = TG.Invoke(RecurrentUnits<T>.Clip(n, clip), alpha, beta);
            units.Store(((T.Of(1) - z) * n) + (z * units.Load(h)), y);
        }
    }
}
