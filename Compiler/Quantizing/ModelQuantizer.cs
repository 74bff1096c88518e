using System.Collections.Generic;
using System.Linq;
using Octavo.Compiler.Calibration;
using Octavo.Compiler.Import;
using Octavo.Compiler.Onnx;

namespace Octavo.Compiler.Quantizing;

/// <param name="Onnx">The file.</param>
/// <param name="Nodes">The nodes that compute on codes, or whose weights are codes.</param>
public sealed record QuantizedModel(byte[] Onnx, IReadOnlyList<string> Nodes);

/// <summary>
/// Float model in, quantized model out. The command line writes the result to a file, a build compiles it at once; equal arguments give equal bytes.
/// </summary>
public static class ModelQuantizer
{
    /// <param name="calibration">Needed by <see cref="QuantizationMode.Static"/>.</param>
    /// <param name="options">The sizes and values that the model leaves open; the rest is not looked at.</param>
    /// <exception cref="ModelException">The model cannot be quantized, the settings mean nothing, or the calibration is another model's.</exception>
    public static QuantizedModel Quantize(ModelSource source, CalibrationData? calibration, QuantizationSettings settings, CompilerOptions options)
    {
        if (calibration is not null && calibration.Sha256 != CalibrationData.HashOf(source.Bytes))
        {
            throw new ModelException(
                ProblemKind.InvalidOption,
                $"The calibration was made of another model ({Printable.Quote(calibration.Model)}) or of an earlier state of it than {Printable.Quote(source.FileName)}. Write it again with 'octavo calibrate'.");
        }

        SettingsRules.Check(settings);
        ModelDraft draft = Prepare(source, options, out ModelFacts facts);
        IReadOnlyList<string> nodes = settings.Mode switch
        {
            QuantizationMode.Static => Static(draft, facts, calibration, settings),
            QuantizationMode.Dynamic => DynamicQuantizer.Run(draft, facts, calibration, settings),
            _ => WeightOnlyQuantizer.Run(draft, facts, settings),
        };
        if (nodes.Count == 0)
        {
            throw new ModelException(ProblemKind.InvalidOption, "Nothing in the model was quantized: it holds no operator that these settings apply to.");
        }

        return new QuantizedModel(draft.Write(), nodes);
    }

    /// <summary>The model at the operator set that quantization needs, with constants computed and BatchNormalization folded: the float model that the quantized one is compared with.</summary>
    internal static ModelDraft Prepare(ModelSource source, CompilerOptions options, out ModelFacts facts)
    {
        ModelDraft draft = ModelDraft.Read(source);
        facts = ModelFacts.Of(source, options);
        OpsetUpgrade.Run(draft, facts);
        FoldConstantNodes.Run(draft, facts);
        CheckWeights(draft);
        FoldLinear.Run(draft, facts);
        return draft;
    }

    /// <exception cref="ModelException">Weights are not finite: no codes stand for those.</exception>
    private static void CheckWeights(ModelDraft draft)
    {
        foreach (OnnxNode node in draft.Nodes.Where(n => n.Is("Conv", "ConvTranspose", "Gemm", "MatMul", "LSTM")))
        {
            foreach (string name in node.Inputs.Skip(1).Where(draft.IsFloatConstant))
            {
                float[] values = draft.Constant(name)!.ToFloats();
                int wrong = System.Array.FindIndex(values, v => float.IsNaN(v) || float.IsInfinity(v));
                if (wrong >= 0)
                {
                    throw new ModelException(
                        ProblemKind.MalformedModel,
                        System.FormattableString.Invariant($"The weights {Printable.Quote(name)} of node {Printable.Quote(node.Label())} hold {values[wrong]} at element {wrong}, for which there is no code. Train or export the model again."));
                }
            }
        }
    }

    private static IReadOnlyList<string> Static(ModelDraft draft, ModelFacts facts, CalibrationData? calibration, QuantizationSettings settings)
    {
        if (calibration is null)
        {
            throw new ModelException(ProblemKind.InvalidOption, "A static quantization needs a calibration.");
        }

        calibration = ChannelEqualization.Apply(draft, calibration, settings);
        IReadOnlyList<string> nodes = StaticQuantizer.Run(draft, facts, calibration, settings);
        if (settings.Format == ModelFormat.QOperator)
        {
            QOperatorForm.Run(draft);
        }

        return [.. nodes.OrderBy(n => n, System.StringComparer.Ordinal)];
    }
}
