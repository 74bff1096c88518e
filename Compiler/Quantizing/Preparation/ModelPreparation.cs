using Octavo.Compiler.Calibration;

namespace Octavo.Compiler.Quantizing.Preparation;

/// <summary>Float model in, float model out that quantizes better. It has to be calibrated anew: its tensors' ranges are others.</summary>
public static class ModelPreparation
{
    /// <param name="calibration">Needed for smoothing, with the channels' magnitudes.</param>
    /// <exception cref="ModelException">The model cannot be rewritten, or smoothing lacks its calibration.</exception>
    public static byte[] Run(ModelSource source, CalibrationData? calibration, PreparationSettings settings, CompilerOptions options)
    {
        ModelDraft draft = ModelQuantizer.Prepare(source, options, out _);
        if (settings.Equalize)
        {
            CrossLayerEqualization.Run(draft);
        }

        if (settings.Smooth is { } exponent)
        {
            Smoothing.Run(draft, calibration ?? throw new ModelException(ProblemKind.InvalidOption, "Smoothing needs a calibration of the model."), exponent);
        }

        if (settings.PrunedShare > 0)
        {
            BlockPruning.Run(draft, settings.PrunedShare);
        }

        return draft.Write();
    }
}
