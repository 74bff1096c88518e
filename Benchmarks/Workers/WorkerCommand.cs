using System;
using System.CommandLine;
using System.IO;
using System.Text.Json;
using Octavo.Benchmarks.Layers;
using Octavo.Benchmarks.Measurement;
using Octavo.Benchmarks.OneDnn;

namespace Octavo.Benchmarks.Workers;

/// <summary>
/// <c>worker SUBJECT [MODEL]</c>: the other end of a <see cref="WorkerProcess"/>. Answers one line per line, and sleeps between them.
/// </summary>
internal static class WorkerCommand
{
    public const string Name = "worker";
    public const string Octavo = "octavo";
    public const string OnnxRuntime = "onnxruntime";
    public const string OctavoLayers = "octavo-layers";
    public const string PrunedLayers = "pruned-layers";
    public const string OneDnnLayers = "onednn-layers";
    public const string Peak = "peak";

    public static Command Create()
    {
        var subject = new Argument<string>("SUBJECT");
        var model = new Argument<string>("MODEL") { DefaultValueFactory = _ => "" };
        var shapes = new Option<string?>("--input-shapes");
        var zeroBlocks = new Option<double>("--zero-blocks");
        var keepSigned = new Option<bool>("--keep-signed");
        var processorTime = new Option<bool>("--processor-time");
        var command = new Command(Name, "Runs blocks of one subject for the other commands.") { subject, model, shapes, zeroBlocks, keepSigned, processorTime };
        command.Hidden = true;
        command.SetAction(parsed =>
        {
            string path = parsed.GetValue(model)!;
            return Serve(
                () => parsed.GetRequiredValue(subject) switch
                {
                    Octavo => new OctavoRunner(path, parsed.GetValue(shapes)),
                    OnnxRuntime => new OnnxRuntimeRunner(path, parsed.GetValue(keepSigned)),
                    OctavoLayers => new LayerRunner(LayerShape.All, shape => new CompiledLayer(shape)),
                    PrunedLayers => new LayerRunner(LayerShape.Prunable, shape => new CompiledLayer(shape, parsed.GetValue(zeroBlocks))),
                    OneDnnLayers => new LayerRunner(LayerShape.All, shape => new DnnlConvolution(shape)),
                    Peak => PeakLoop.Create() ?? throw new RefusedException("There is no loop for the instruction set."),
                    string other => throw new ArgumentException(other),
                },
                parsed.GetValue(processorTime) ? Clock.Processor : Clock.Wall);
        });
        return command;
    }

    private static int Serve(Func<IRunner> load, Clock clock)
    {
        IRunner? runner = null;
        Answer(() =>
        {
            runner = load();
            return new WorkerReply { Facts = (runner as INetworkRunner)?.Facts, Number = (runner as PeakLoop)?.MultiplyAccumulates ?? 0 };
        });
        if (runner is null)
        {
            return 1;
        }

        using (runner)
        {
            var contestant = new Contestant(runner.Run, clock);
            while (Console.In.ReadLine() is { } line)
            {
                Answer(() => Do(JsonSerializer.Deserialize<WorkerRequest>(line)!, runner, contestant));
            }
        }

        return 0;
    }

    private static WorkerReply Do(WorkerRequest request, IRunner runner, Contestant contestant)
    {
        switch (request)
        {
            case WorkerRequest.Open(var number):
                ((IOpenRunner)runner).Open(number);
                return new WorkerReply();
            case WorkerRequest.Infer(var inputs):
                return new WorkerReply { Outputs = ((INetworkRunner)runner).Infer(inputs) };
            case WorkerRequest.Allocations:
                return new WorkerReply { Number = ((INetworkRunner)runner).AllocatedBytes() };
            case WorkerRequest.WarmUp:
                return new WorkerReply { Number = contestant.WarmUp() };
            case WorkerRequest.TimeBlock(var runs):
                return new WorkerReply { Number = contestant.TimeBlock(runs) };
            default:
                throw new NotSupportedException(request.ToString());
        }
    }

    private static void Answer(Func<WorkerReply> work)
    {
        WorkerReply reply;
        try
        {
            reply = work();
        }
        catch (RefusedException e)
        {
            reply = new WorkerReply { Refusal = e.Message };
        }
        catch (Exception e)
        {
            reply = new WorkerReply { Error = e is FileNotFoundException or InvalidOperationException ? e.Message : e.ToString() };
        }

        Console.Out.WriteLine(JsonSerializer.Serialize(reply));
        Console.Out.Flush();
    }
}
