using System;
using System.Runtime.CompilerServices;

namespace Octavo.Runtime;

/// <summary>The plain recurrent layer: y = f(x + h·R).</summary>
public static unsafe class Rnn
{
    /// <param name="x">The projected input with its biases.</param>
    /// <param name="panels">Recurrent weights <c>[direction][k][unit]</c> in the panels of <see cref="FloatPanels"/>.</param>
    /// <param name="lengths">The length of each item's sequence, or null.</param>
    /// <param name="state">The initial state.</param>
    /// <param name="workspace">For each direction and item as many floats as gates together have units, rounded up to a multiple of 16.</param>
    /// <param name="y">The state after each step.</param>
    /// <param name="lastState">The state after the last step.</param>
    /// <param name="team">Whose threads run the parts, where these may divide the units of an item among them; else null.</param>
    public static void Run<TF>(float* x, float* panels, int* lengths, float* state, float* workspace, float* y, float* lastState, in RecurrentShape shape, Team? team, int part, int parts)
        where TF : struct, IFloatUnary
    {
        if (FloatLanes.Use16)
        {
            Run<TF, Lanes16>(x, panels, lengths, state, workspace, y, lastState, shape, team, part, parts);
        }
        else if (FloatLanes.Use8)
        {
            Run<TF, Lanes8>(x, panels, lengths, state, workspace, y, lastState, shape, team, part, parts);
        }
        else if (FloatLanes.Use4)
        {
            Run<TF, Lanes4>(x, panels, lengths, state, workspace, y, lastState, shape, team, part, parts);
        }
        else
        {
            Run<TF, Lanes1>(x, panels, lengths, state, workspace, y, lastState, shape, team, part, parts);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Run<TF, T>(float* x, float* panels, int* lengths, float* state, float* workspace, float* y, float* lastState, in RecurrentShape shape, Team? team, int part, int parts)
        where TF : struct, IFloatUnary
        where T : struct, IFloatLanes<T>
    {
        var sequence = new RecurrentSequence(shape, 1, x, y, lengths, workspace, team, part, parts);
        panels = sequence.Panels(panels);
        for (int first = sequence.ItemBegin; first < sequence.ItemEnd; first += RecurrentSequence.Group)
        {
            int end = Math.Min(first + RecurrentSequence.Group, sequence.ItemEnd), steps = sequence.Longest(first, end);
            for (int step = 0; step < steps; step++)
            {
                if (step > 0)
                {
                    sequence.Meet();
                }

                sequence.StartSums(first, end, step, 1);
                sequence.AddProducts<T>(first, end, step, state, step, panels, 0, 1);
                for (int item = first; item < end; item++)
                {
                    if (step < sequence.Length(item))
                    {
                        Step<TF, T>(sequence.Sums(item), sequence.StateAt(step + 1, item, state), sequence, shape);
                    }
                }
            }

            for (int item = first; item < end; item++)
            {
                sequence.Finish(item, state, lastState);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Step<TF, T>(float* sums, float* y, in RecurrentSequence sequence, in RecurrentShape shape)
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
            units.Store(TF.Invoke(RecurrentUnits<T>.Clip(units.Load(sums), clip), alpha, beta), y);
        }
    }
}
