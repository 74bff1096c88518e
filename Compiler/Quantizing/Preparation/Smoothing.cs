using System;
using System.Collections.Generic;
using System.Linq;
using Octavo.Compiler.Calibration;
using Octavo.Compiler.Onnx;

namespace Octavo.Compiler.Quantizing.Preparation;

/// <summary>
/// SmoothQuant: moves the magnitude of activations into the weights that read them. For what a LayerNormalization gives to matrix products only, with x the channels' largest magnitudes
/// on the calibration's data, w those of the weights' rows and e the exponent: <c>s = x^e / w^(1-e)</c>; the normalization is divided by s, the weights' rows are multiplied.
/// </summary>
internal static class Smoothing
{
    public static void Run(ModelDraft draft, CalibrationData calibration, double exponent)
    {
        foreach (OnnxNode norm in draft.Nodes.Where(n => n.Is("LayerNormalization") && draft.IsFloatConstant(n.Input(1))).ToArray())
        {
            List<OnnxNode> readers = draft.Consumers(norm.Outputs[0]);
            bool fits = readers.Count > 0 && !draft.IsOutput(norm.Outputs[0]) && (norm.Input(2).Length == 0 || draft.IsFloatConstant(norm.Input(2)))
                && readers.All(r => r.Is("MatMul") && r.Input(0) == norm.Outputs[0] && draft.IsFloatConstant(r.Input(1)) && draft.DimensionsOf(r.Input(1)).Count == 2);
            if (fits && calibration.Tensors.TryGetValue(norm.Outputs[0], out TensorStatistics? statistics) && statistics.Channels is { } channels)
            {
                Smooth(draft, norm, readers, channels.Magnitudes, exponent);
            }
        }
    }

    private static void Smooth(ModelDraft draft, OnnxNode norm, List<OnnxNode> readers, float[] x, double exponent)
    {
        double[] w = new double[x.Length];
        foreach (OnnxNode reader in readers)
        {
            TensorData weights = draft.Constant(reader.Input(1))!;
            float[] values = weights.ToFloats();
            for (int i = 0; i < values.Length; i++)
            {
                int row = i / weights.Shape[1];
                w[row] = Math.Max(w[row], Math.Abs(values[i]));
            }
        }

        double[] factors = [.. x.Select((magnitude, c) => magnitude > 0 && w[c] > 0 ? Math.Pow(magnitude, exponent) / Math.Pow(w[c], 1 - exponent) : 1)];
        OnnxNode divided = norm;
        foreach (int input in new[] { 1, 2 }.Where(i => norm.Input(i).Length > 0))
        {
            TensorData old = draft.Constant(norm.Input(input))!;
            divided = divided.WithInput(input, draft.AddConstant(norm.Input(input), TensorData.Floats(old.Shape, [.. old.ToFloats().Select((v, c) => (float)(v / factors[c]))])));
        }

        draft.Replace(norm, divided);
        foreach (OnnxNode reader in readers)
        {
            TensorData old = draft.Constant(reader.Input(1))!;
            int columns = old.Shape[1];
            string name = draft.AddConstant(reader.Input(1), TensorData.Floats(old.Shape, [.. old.ToFloats().Select((v, i) => (float)(v * factors[i / columns]))]));
            draft.Replace(reader, reader.WithInput(1, name));
        }
    }
}
