using System;
using System.CommandLine;
using System.Diagnostics;
using System.IO;
using System.Text;
using Octavo.Compiler;
using Octavo.Compiler.Calibration;
using Octavo.Compiler.Quantizing;
using Octavo.Compiler.Quantizing.Preparation;
using Octavo.Tool.Calibration;
using Octavo.Tool.Execution;
using Octavo.Tool.Reports;

namespace Octavo.Tool.Commands;

/// <summary><c>octavo quantize</c>: writes a quantized model.</summary>
internal static class QuantizeCommand
{
    private const double MaxDecibels = 1000;
    private const int SensitivitySamples = 16;

    public static Command Create()
    {
        var command = new Command("quantize", "Writes a quantized model that Octavo and ONNX Runtime read.");
        var model = new ModelOptions(command, runs: true);
        var data = new DataOptions(command);
        var settings = new SettingsOptions(command);
        var calibration = new Option<string?>("--calibration") { Description = "A calibration written before; its settings are the defaults." };
        var save = new Option<string?>("--save-calibration") { Description = "Write the calibration with these settings: for a build that quantizes by it." };
        var output = new Option<string?>("--output", "-o") { Description = "The model to write; default is the model's name with .int8.onnx." };
        var equalize = new Option<bool>("--equalize") { Description = "First move factors between neighbouring convolutions, so that their channels have equal ranges." };
        var smooth = new Option<double?>("--smooth") { Description = "First move magnitude from activations into weights (SmoothQuant) with this exponent, 0.5 for example." };
        var prune = new Option<double>("--prune-groups") { Description = "First set this share of each layer's weight blocks to zero." };
        var prepared = new Option<string?>("--save-prepared") { Description = "Write the float model that --equalize, --smooth and --prune-groups make: what a saved calibration belongs to." };
        var mixed = new Option<double?>("--mixed") { Description = "Spare the most sensitive layers until every output has this SQNR in decibels; exit with 1 when that cannot be reached." };
        var with = new Option<string>("--mixed-with") { Description = "What the most sensitive layers get: float, or 16 bits for their results.", DefaultValueFactory = _ => "float" };
        with.AcceptOnlyFromAmong("float", "16");
        var report = new ReportOptions(command, "sizes, sensitivity, ranges, graph, layers, arena");
        command.Options.Add(calibration);
        command.Options.Add(save);
        command.Options.Add(output);
        command.Options.Add(equalize);
        command.Options.Add(smooth);
        command.Options.Add(prune);
        command.Options.Add(prepared);
        command.Options.Add(mixed);
        command.Options.Add(with);
        command.SetAction(parsed =>
        {
            var watch = Stopwatch.StartNew();
            string target = parsed.GetValue(output) ?? model.Beside(parsed, ".int8.onnx");
            ModelFiles.CheckTargets([model.Path(parsed)], target, parsed.GetValue(save), parsed.GetValue(prepared), report.PagePath(parsed));
            ModelSource source = model.Open(parsed);
            var preparation = new PreparationSettings(parsed.GetValue(equalize), parsed.GetValue(smooth), parsed.GetValue(prune));
            if (!preparation.IsNothing)
            {
                if (parsed.GetValue(calibration) is not null)
                {
                    throw new CommandException("--equalize, --smooth and --prune-groups change the model, so that a calibration made before does not fit: give --data.");
                }

                if (parsed.GetValue(save) is not null && parsed.GetValue(prepared) is null)
                {
                    throw new CommandException("--save-calibration belongs to the model that --equalize, --smooth and --prune-groups make, which a build needs beside it: give --save-prepared.");
                }

                source = Prepared(parsed, model, data, source, preparation);
                if (parsed.GetValue(prepared) is { } preparedPath)
                {
                    ModelFiles.Write(preparedPath, source.Bytes);
                }
            }

            CalibrationData? known = parsed.GetValue(calibration) is { } path ? CalibrationFile.Read(Encoding.UTF8.GetString(ModelFiles.Read(path)), path) : null;
            QuantizationSettings chosen = settings.Apply(parsed, known?.Settings ?? new QuantizationSettings());
            if (known is null && (chosen.Mode == QuantizationMode.Static || chosen.Adaptation > 0))
            {
                known = data.HasData(parsed)
                    ? CalibrateCommand.Calibrate(parsed, model, data, source, chosen)
                    : throw new CommandException("A static or adaptive quantization needs data to calibrate on: give --data or --calibration, or choose --dynamic or --weight-only.");
            }

            MixedPrecision? mixture = null;
            if (parsed.GetValue(mixed) is { } decibels)
            {
                if (decibels is not (> -MaxDecibels and < MaxDecibels))
                {
                    throw new CommandException("--mixed is a number of decibels, 30 for example.");
                }

                if (chosen.Mode != QuantizationMode.Static || known is null || !data.HasData(parsed))
                {
                    throw new CommandException("--mixed goes with a static quantization and needs --data to measure the outputs' error on.");
                }

                mixture = Mixed(parsed, model, data, source, known, chosen, decibels, wide: parsed.GetValue(with) == "16");
                chosen = mixture.Settings;
            }

            QuantizedModel quantized = ModelQuantizer.Quantize(source, known, chosen, model.Compilation(parsed));
            ModelFiles.Write(target, quantized.Onnx);
            if (parsed.GetValue(save) is { } file)
            {
                ModelFiles.Write(file, CalibrationFile.Write((known ?? CalibrationData.WithoutSamples(source)) with { Settings = chosen }));
            }

            ModelSource result = source with { FileName = Path.GetFileName(target), Bytes = quantized.Onnx };
            report.Write(
                parsed,
                () => Report(source, result, model.Compilation(parsed), known, mixture),
                () => QuantizationJson.Write(source, result, quantized.Nodes, mixture),
                () => Console.Out.Write(mixture is null ? "" : SensitivityText.Write(mixture)));
            Terminal.Done(FormattableString.Invariant($"Quantized {quantized.Nodes.Count} nodes: {source.Bytes.Length / 1000.0:0.#} kB to {quantized.Onnx.Length / 1000.0:0.#} kB in {target}"), watch);
            return mixture is { IsReached: false } ? 1 : 0;
        });
        return command;
    }

    private static ModelSource Prepared(ParseResult parsed, ModelOptions model, DataOptions data, ModelSource source, PreparationSettings settings)
    {
        if (settings.PrunedShare is not (>= 0 and < 1) || settings.Smooth is not (null or (> 0 and < 1)))
        {
            throw new CommandException("--prune-groups and --smooth lie between 0 and 1.");
        }

        CalibrationData? known = settings.Smooth is null ? null : CalibrateCommand.Calibrate(parsed, model, data, source, new QuantizationSettings());
        return source with { Bytes = ModelPreparation.Run(source, known, settings, model.Compilation(parsed)) };
    }

    private static HtmlReport Report(ModelSource source, ModelSource result, CompilerOptions options, CalibrationData? known, MixedPrecision? mixture)
    {
        Inspection inspection = Inspection.Of(result, options);
        HtmlReport report = new HtmlReport($"{source.FileName}, quantized").Sizes(inspection, Inspection.Of(source, options));
        report = mixture is null ? report : report.Sensitivity(mixture);
        report = report.Graph(result, null).Layers(inspection).Arena(inspection);
        return known is null ? report : report.Ranges(known.Of(ChannelEqualization.ExponentsOf(result).Keys), CodedRanges.Of(result));
    }

    private static MixedPrecision Mixed(
        ParseResult parsed, ModelOptions model, DataOptions data, ModelSource source, CalibrationData known, QuantizationSettings settings, double target, bool wide)
    {
        using Sensitivity sensitivity = Terminal.Waiting($"Running {source.FileName}", () =>
            new Sensitivity(source, known, model.Compilation(parsed), model.Threads(parsed), inputs => data.Open(parsed, inputs), SensitivitySamples));
        var ranking = Terminal.Advancing("Quantizing layers alone", progress => sensitivity.Rank(settings, progress));
        MixedPrecision mixture = Terminal.Advancing("Sparing layers", progress => sensitivity.Mix(settings, ranking, target, wide, progress));
        Console.Error.WriteLine(FormattableString.Invariant($"{mixture.Spared.Count} layers get {mixture.Fate}; the worst output has {mixture.Sqnr:0.0} dB"));
        if (!mixture.IsReached)
        {
            Console.Error.WriteLine(FormattableString.Invariant($"Warning: {target:0.0} dB cannot be reached this way. {(wide ? "Try --mixed-with float." : "What is quantized besides layers with weights costs more: see --exclude-ops and --activations u16.")}"));
        }

        return mixture;
    }
}
