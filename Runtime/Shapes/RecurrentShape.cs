namespace Octavo.Runtime;

/// <summary>
/// One direction of a recurrent layer. Its projected input is <c>[Steps][Items][Directions][gates][Hidden]</c>, its recurrent weights are panels as
/// <see cref="FloatPanels"/> lays them out, its result is <c>[Steps][Directions][Items][Hidden]</c>, and states are <c>[Directions][Items][Hidden]</c>.
/// </summary>
public struct RecurrentShape
{
    public int Steps;
    public int Items;
    public int Hidden;
    public int Directions;

    /// <summary>The direction to run.</summary>
    public int Direction;

    /// <summary>From the last step of a sequence to its first.</summary>
    public bool Reverse;

    /// <summary>What activations are applied to is clipped to ±Clip; ∞ when it is not.</summary>
    public float Clip;

    /// <summary>The forget gate of an LSTM is 1 − its input gate.</summary>
    public bool InputForget;

    /// <summary>The last state of a sequence that ended still counts where the states of all items are quantized together; else it is zero there.</summary>
    public bool KeepsEnded;

    // The parameters of the activations f, g and h.
    public float FAlpha;
    public float FBeta;
    public float GAlpha;
    public float GBeta;
    public float HAlpha;
    public float HBeta;
}
