using System;

namespace Octavo.Runtime;

/// <summary>Walks one direction of a recurrent layer: the items of a part, and the steps of each item in their order.</summary>
internal readonly unsafe struct RecurrentSequence
{
    private readonly RecurrentShape _shape;
    private readonly int _gates;
    private readonly float* _x;
    private readonly float* _y;
    private readonly float* _workspace;
    private readonly int* _lengths;

    /// <param name="workspace">Null, or what <see cref="Sums"/> needs.</param>
    public RecurrentSequence(in RecurrentShape shape, int gates, float* x, float* y, int* lengths, float* workspace = null)
    {
        _shape = shape;
        _gates = gates;
        _x = x;
        _y = y;
        _workspace = workspace;
        _lengths = lengths;
    }

    /// <summary>The items of this direction that belong to a part. All directions together are divided, so that two directions occupy two parts.</summary>
    public (int Begin, int End) Items(int part, int parts)
    {
        int first = _shape.Direction * _shape.Items;
        (int begin, int end) = Partition.Of(_shape.Directions * _shape.Items, part, parts);
        return (Math.Clamp(begin - first, 0, _shape.Items), Math.Clamp(end - first, 0, _shape.Items));
    }

    /// <summary>The weights of the direction among the panels of all.</summary>
    public float* Panels(float* panels) => panels + (_shape.Direction * (nint)FloatPanels.Length(_shape.Hidden, _gates * _shape.Hidden));

    /// <summary>A place of an item's own for the sums of all gates, with room up to a multiple of 16.</summary>
    public float* Sums(int item) => _workspace + ((((nint)_shape.Direction * _shape.Items) + item) * (((_gates * _shape.Hidden) + 15) & -16));

    /// <summary>The steps of an item's sequence.</summary>
    public int Length(int item) => _lengths == null ? _shape.Steps : Math.Clamp(_lengths[item], 0, _shape.Steps);

    /// <summary>Where an item's state lies.</summary>
    public nint State(int item) => (((nint)_shape.Direction * _shape.Items) + item) * _shape.Hidden;

    /// <summary>The time of a step.</summary>
    public int Time(int step, int length) => _shape.Reverse ? length - 1 - step : step;

    /// <summary>The projected input of an item at a time.</summary>
    public float* Input(int time, int item) =>
        _x + (((((nint)time * _shape.Items) + item) * _shape.Directions) + _shape.Direction) * _gates * _shape.Hidden;

    /// <summary>The result of an item at a time.</summary>
    public float* Output(int time, int item) => _y + (((((nint)time * _shape.Directions) + _shape.Direction) * _shape.Items) + item) * _shape.Hidden;

    /// <summary>Publishes the last state, which is zero for an empty sequence, and clears the results behind the sequence's end.</summary>
    public void Finish(int item, int length, float* last, float* lastState)
    {
        var state = new Span<float>(lastState + State(item), _shape.Hidden);
        if (length > 0)
        {
            new ReadOnlySpan<float>(last, _shape.Hidden).CopyTo(state);
        }
        else
        {
            state.Clear();
        }

        for (int time = length; time < _shape.Steps; time++)
        {
            new Span<float>(Output(time, item), _shape.Hidden).Clear();
        }
    }
}
