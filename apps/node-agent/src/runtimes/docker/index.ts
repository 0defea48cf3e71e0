export { default as Docker } from 'dockerode';
export { DockerRuntime } from './docker-runtime';
export { Instance } from './names';
