using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Octavo.Compiler;
using Octavo.Compiler.Calibration;
using Octavo.Compiler.Quantizing;
using Octavo.Tool.Data;
using Octavo.Tool.Execution;
using Octavo.Tool.Verification;

namespace Octavo.Tool.Calibration;

/// <summary>Finds the layers that lose most when they are quantized and spares them until the outputs are as good as asked for.</summary>
internal sealed class Sensitivity : IDisposable
{
    private readonly ModelSource _source;
    private readonly CalibrationData _calibration;
    private readonly CompilerOptions _options;
    private readonly int _threads;
    private readonly NetworkRunner _float;
    private readonly Sample[] _samples;
    private readonly float[][][] _expected;

    /// <param name="open">Opens the data for the model's inputs; a few samples of them are kept.</param>
    public Sensitivity(ModelSource source, CalibrationData calibration, CompilerOptions options, int threads, Func<IReadOnlyList<InputSpec>, DataSet> open, int samples)
    {
        (_source, _calibration, _options, _threads) = (source, calibration, options, threads);
        _float = NetworkRunner.Load(source, options, threads, _ => false);
        _samples = [.. open(_float.Inputs).Samples().Take(samples)];
        _expected = [.. _samples.Select(Run)];

        float[][] Run(Sample sample)
        {
            _float.Run(sample.Inputs);
            return [.. _float.Outputs.Select((_, i) => (float[])_float.Floats(i).Clone())];
        }
    }

    /// <summary>Each layer with weights quantized alone, the most sensitive first.</summary>
    /// <param name="progress">Told the number of layers that are done, and of all.</param>
    public IReadOnlyList<LayerSensitivity> Rank(QuantizationSettings settings, Action<int, int> progress)
    {
        SwitchedModel model = LayerSwitches.Insert(_source, _calibration, settings, _options);
        using NetworkRunner network = NetworkRunner.Load(_source with { Bytes = model.Onnx }, _options, 1, _ => false);
        var ranking = new LayerSensitivity[model.Layers.Count];
        int done = 0;
        // A layer is one worker's from the first sample to the last, so that its sums do not depend on how many workers there are.
        Parallel.For(
            0, ranking.Length, new ParallelOptions { MaxDegreeOfParallelism = _threads },
            () => network.Beside(threads: 1),
            (i, _, runner) =>
            {
                (string name, long number) = model.Layers[i];
                ranking[i] = new LayerSensitivity(name, Worst(runner, new[] { number }));
                progress(Interlocked.Increment(ref done), ranking.Length);
                return runner;
            },
            runner => runner.Dispose());
        return [.. ranking.OrderBy(r => r.Sqnr).ThenBy(r => r.Layer, StringComparer.Ordinal)];
    }

    /// <summary>Spares as few of the most sensitive layers as the target takes: twice as many in each attempt until it is met, then by halves between the last two.</summary>
    /// <param name="target">Decibels that every output must reach.</param>
    /// <param name="wide">Whether the results of spared layers get codes of 16 bits; otherwise the layers stay in float.</param>
    /// <param name="progress">Told the number of layers that the next attempt spares, and of all.</param>
    public MixedPrecision Mix(QuantizationSettings settings, IReadOnlyList<LayerSensitivity> ranking, double target, bool wide, Action<int, int> progress)
    {
        MixedPrecision best = Attempt(0)!;
        int failed = 0;
        for (int count = 1; best.Sqnr < target && count / 2 < ranking.Count; count *= 2)
        {
            failed = best.Spared.Count;
            if (Attempt(Math.Min(count, ranking.Count)) is not { } next)
            {
                break;
            }

            best = next;
        }

        while (best.Sqnr >= target && best.Spared.Count - failed > 1)
        {
            int middle = (best.Spared.Count + failed) / 2;
            if (Attempt(middle) is { } fewer && fewer.Sqnr >= target)
            {
                best = fewer;
            }
            else
            {
                failed = middle;
            }
        }

        return best;

        // Null when nothing would be left to quantize.
        MixedPrecision? Attempt(int count)
        {
            progress(count, ranking.Count);
            string[] spared = [.. ranking.Take(count).Select(r => r.Layer)];
            QuantizationSettings mixed = wide ? settings with { WideNodes = [.. settings.WideNodes, .. spared] } : settings with { ExcludeNodes = [.. settings.ExcludeNodes, .. spared] };
            try
            {
                return new MixedPrecision(mixed, ranking, spared, Measure(mixed), target, wide);
            }
            catch (ModelException) when (count > 0)
            {
                return null;
            }
        }
    }

    public void Dispose() => _float.Dispose();

    private double Measure(QuantizationSettings settings)
    {
        QuantizedModel quantized = ModelQuantizer.Quantize(_source, _calibration, settings, _options);
        using NetworkRunner network = NetworkRunner.Load(_source with { Bytes = quantized.Onnx }, _options, _threads, _ => false);
        return Worst(network);
    }

    /// <summary>The worst SQNR of a network's outputs.</summary>
    /// <param name="more">What the network takes behind the samples' inputs.</param>
    private double Worst(NetworkRunner network, params Array[] more)
    {
        TensorError[] errors = [.. _float.Outputs.Select(o => new TensorError(o.Name))];
        for (int s = 0; s < _samples.Length; s++)
        {
            network.Run([.. _samples[s].Inputs, .. more]);
            for (int i = 0; i < errors.Length; i++)
            {
                errors[i].Add(_expected[s][i], network.Floats(i));
            }
        }

        return errors.Min(e => e.Sqnr);
    }
}
