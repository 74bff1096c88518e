namespace Octavo.Compiler.Quantizing.Preparation;

/// <summary>What to do to a float model before it is calibrated and quantized. The first two change nothing of what it computes, but for roundings.</summary>
/// <param name="Equalize">See <see cref="CrossLayerEqualization"/>.</param>
/// <param name="Smooth">The exponent of <see cref="Smoothing"/>; null for none.</param>
/// <param name="PrunedShare">The share of weight blocks that <see cref="BlockPruning"/> removes; 0 for none.</param>
public sealed record PreparationSettings(bool Equalize = false, double? Smooth = null, double PrunedShare = 0)
{
    public bool IsNothing => !Equalize && Smooth is null && PrunedShare == 0;
}
