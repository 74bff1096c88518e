using System;
using System.CommandLine;
using System.Diagnostics;
using System.Text;
using Octavo.Compiler;
using Octavo.Compiler.Calibration;
using Octavo.Compiler.Quantizing;
using Octavo.Tool.Execution;
using Octavo.Tool.Reports;

namespace Octavo.Tool.Commands;

/// <summary><c>octavo quantize</c>: writes a quantized model.</summary>
internal static class QuantizeCommand
{
    public static Command Create()
    {
        var command = new Command("quantize", "Writes a quantized model that Octavo and ONNX Runtime read.");
        var model = new ModelOptions(command);
        var data = new DataOptions(command);
        var settings = new SettingsOptions(command);
        var calibration = new Option<string?>("--calibration") { Description = "A calibration written before; its settings are the defaults." };
        var save = new Option<string?>("--save-calibration") { Description = "Write the calibration with these settings: for a build that quantizes by it." };
        var output = new Option<string?>("--output", "-o") { Description = "The model to write; default is the model's name with .int8.onnx." };
        var html = new Option<string?>("--html") { Description = "Write a report as a page: sizes, ranges, graph, layers, arena." };
        command.Options.Add(calibration);
        command.Options.Add(save);
        command.Options.Add(output);
        command.Options.Add(html);
        command.SetAction(parsed =>
        {
            var watch = Stopwatch.StartNew();
            ModelSource source = model.Open(parsed);
            CalibrationData? known = parsed.GetValue(calibration) is { } path ? CalibrationFile.Read(Encoding.UTF8.GetString(ModelFiles.Read(path)), path) : null;
            QuantizationSettings chosen = settings.Apply(parsed, known?.Settings ?? new QuantizationSettings());
            if (known is null && chosen.Mode == QuantizationMode.Static)
            {
                known = data.HasData(parsed)
                    ? CalibrateCommand.Calibrate(parsed, model, data, source, chosen)
                    : throw new CommandException("A static quantization needs data to calibrate on: give --data or --calibration, or choose --dynamic or --weight-only.");
            }

            QuantizedModel quantized = ModelQuantizer.Quantize(source, known, chosen, new CompilerOptions("Network", InputShapes: model.Shapes(parsed)));
            string target = parsed.GetValue(output) ?? model.Beside(parsed, ".int8.onnx");
            ModelFiles.Write(target, quantized.Onnx);
            if (parsed.GetValue(save) is { } file && known is not null)
            {
                ModelFiles.Write(file, CalibrationFile.Write(known with { Settings = chosen }));
            }

            if (parsed.GetValue(html) is { } page)
            {
                ModelSource result = source with { FileName = System.IO.Path.GetFileName(target), Bytes = quantized.Onnx };
                Inspection inspection = Inspection.Of(result, model.Shapes(parsed));
                HtmlReport report = new HtmlReport($"{source.FileName}, quantized").Sizes(inspection, Inspection.Of(source, model.Shapes(parsed))).Graph(result, null).Layers(inspection).Arena(inspection);
                ModelFiles.Write(page, (known is null ? report : report.Ranges(known, CodedRanges.Of(result))).ToString());
            }

            Terminal.Done(FormattableString.Invariant($"Quantized {quantized.Nodes.Count} nodes: {source.Bytes.Length / 1000.0:0.#} kB to {quantized.Onnx.Length / 1000.0:0.#} kB in {target}"), watch);
            return 0;
        });
        return command;
    }
}
